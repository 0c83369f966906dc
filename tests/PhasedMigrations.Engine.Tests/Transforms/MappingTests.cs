using System.Net;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Transforms;

/// <summary>Every common type from the column into C# and back into another column, with NULL in every second row.</summary>
public sealed class MappingTests
{
    private static readonly string[] Types =
    [
        "b boolean true", "i2 smallint -3", "i4 integer 70000", "i8 bigint 5000000000", "num numeric 12345.6780", "f4 real 0.1", "f8 float8 0.1",
        "txt text 'é, \"x\"'", "vc varchar(20) 'short'", "id2 uuid '7f2c1a52-1111-2222-3333-444455556666'", "d date '2024-02-29'", "tm time '23:59:59.5'",
        "iv interval '1 day 02:03:04'", "ts timestamp '2024-01-01 12:00'", "tz timestamptz '2024-01-01 12:00+02'", "tzo timestamptz '2024-01-01 12:00+02'",
        "raw bytea '\\x00ff'", "ip inet '10.0.0.1'", "jb jsonb '{\"a\": [1, null]}'", "js json '{ \"b\":  2}'", "mood mood 'not-so-bad'", "lvl smallint 2",
        "word text 'Good'", "ia integer[] '{1,NULL,3}'", "ta text[] '{a,NULL,\"c d\"}'", "ga uuid[] '{7f2c1a52-1111-2222-3333-444455556666}'",
        "ma mood[] '{good,not-so-bad}'", "sh short 'abc'", "da bigint[] '{1,2}'", "x xml '<a/>'",
    ];

    public enum Mood
    {
        Good,
        NotSoBad = 2,
    }

    public sealed record Everything(
        bool? B, short? I2, int? I4, long? I8, decimal? Num, float? F4, double? F8, string? Txt, string? Vc, Guid? Id2, DateOnly? D, TimeOnly? Tm, TimeSpan? Iv,
        DateTime? Ts, DateTime? Tz, DateTimeOffset? Tzo, byte[]? Raw, IPAddress? Ip, string? Jb, string? Js, Mood? Mood, Mood? Lvl, Mood? Word, int?[]? Ia,
        string[]? Ta, Guid[]? Ga, string[]? Ma, string? Sh, List<long>? Da, string? X);

    public sealed record Copy(Everything Row)
    {
        public bool? CopyB => Row.B;

        public short? CopyI2 => Row.I2;

        public int? CopyI4 => Row.I4;

        public long? CopyI8 => Row.I8;

        public decimal? CopyNum => Row.Num;

        public float? CopyF4 => Row.F4;

        public double? CopyF8 => Row.F8;

        public string? CopyTxt => Row.Txt;

        public string? CopyVc => Row.Vc;

        public Guid? CopyId2 => Row.Id2;

        public DateOnly? CopyD => Row.D;

        public TimeOnly? CopyTm => Row.Tm;

        public TimeSpan? CopyIv => Row.Iv;

        public DateTime? CopyTs => Row.Ts;

        public DateTime? CopyTz => Row.Tz;

        // The moment counts, not the offset.
        public DateTimeOffset? CopyTzo => Row.Tzo?.ToOffset(TimeSpan.FromHours(5));

        public byte[]? CopyRaw => Row.Raw;

        public IPAddress? CopyIp => Row.Ip;

        public string? CopyJb => Row.Jb;

        public string? CopyJs => Row.Js;

        public Mood? CopyMood => Row.Mood;

        public Mood? CopyLvl => Row.Lvl;

        public Mood? CopyWord => Row.Word;

        public int?[]? CopyIa => Row.Ia;

        public string[]? CopyTa => Row.Ta;

        public Guid[]? CopyGa => Row.Ga;

        public string[]? CopyMa => Row.Ma;

        public string? CopySh => Row.Sh;

        public List<long>? CopyDa => Row.Da;

        public string? CopyX => Row.X;
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task EveryType_ComesBackAsItWas(int version)
    {
        var columns = Types.Select(type => type.Split(' ', 3)).ToList();
        string[] names = [.. columns.Select(column => column[0])];
        await using var database = await PhasedDatabase.CreateAsync(version, $"""
            CREATE TYPE mood AS ENUM ('good', 'not-so-bad');
            CREATE DOMAIN short AS varchar(5);
            CREATE TABLE items (id bigint PRIMARY KEY, {string.Join(", ", columns.Select(c => $"{c[0]} {c[1]}, copy_{c[0]} {c[1]}"))});
            INSERT INTO items (id, {string.Join(", ", names)}) SELECT g, {string.Join(", ", columns.Select(c => $"CASE WHEN g % 2 = 0 THEN {c[2]}::{c[1]} END"))}
            FROM generate_series(1, 300) g;
            """);
        await database.RegisterAsync("m", p => p.Transform("items", "copy", names, [.. names.Select(name => $"copy_{name}")]));
        var transforms = new BackfillTransforms().Add("copy", (Everything row) => new Copy(row));

        var result = await database.RunAsync(options: PhasedDatabase.Quick with { Transforms = transforms });

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Migrations[0].Message);
        foreach (var name in names)
        {
            Assert.Equal(0L, await database.ScalarAsync<long>($"SELECT count(*) FROM items WHERE copy_{name}::text IS DISTINCT FROM {name}::text"));
            Assert.Equal(150L, await database.ScalarAsync<long>($"SELECT count(copy_{name}) FROM items"));
        }
    }

    public sealed class ByProperties
    {
        public required string FirstName { get; init; }

        public string? LastName { get; set; }
    }

    public readonly record struct FullName(string? Name, int Length);

    [Fact]
    public async Task PropertiesAndStructs_AreMappedByName()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE "People" ("Id" bigint PRIMARY KEY, "First_Name" text NOT NULL, lastname text, name text, length bigint);
            INSERT INTO "People" SELECT g, 'A', CASE WHEN g > 1 THEN 'B' END FROM generate_series(1, 3) g;
            """);
        await database.RegisterAsync("m", p => p.Transform("People", "full", ["First_Name", "lastname"], ["name", "length"], "name IS NULL"));
        var transforms = new BackfillTransforms().Add(
            "full", (ByProperties row) => new FullName($"{row.FirstName} {row.LastName ?? "?"}", row.FirstName.Length));

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: PhasedDatabase.Quick with { Transforms = transforms })).Outcome);

        Assert.Equal(["A ? 1", "A B 1", "A B 1"], await database.ColumnAsync<string>("""SELECT name || ' ' || length FROM "People" ORDER BY "Id" """));
    }
}
