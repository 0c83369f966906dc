using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Backfill;

public sealed class KeyTypeTests
{
    // Each: columns, key, values of row g.
    private static readonly Dictionary<string, (string Columns, string Key, string Values)> Keys = new()
    {
        ["smallint"] = ("k smallint", "PRIMARY KEY (k)", "g - 1000"),
        ["integer with gaps"] = ("k integer", "PRIMARY KEY (k)", "g * 1000 - 900000"),
        ["bigint"] = ("k bigint", "PRIMARY KEY (k)", "g * 5000000000"),
        ["uuid"] = ("k uuid", "PRIMARY KEY (k)", "md5(g::text)::uuid"),
        ["text"] = ("k text", "PRIMARY KEY (k)", "CASE g % 3 WHEN 0 THEN 'ä' WHEN 1 THEN 'B''\\' ELSE 'a ' END || g"),
        ["varchar"] = ("k character varying(20) COLLATE \"C\"", "PRIMARY KEY (k)", "CASE g % 2 WHEN 0 THEN 'x' ELSE 'Y' END || g"),
        ["char"] = ("k character(10)", "PRIMARY KEY (k)", "'c' || g"),
        ["date"] = ("k date", "PRIMARY KEY (k)", "date '2020-01-31' - g"),
        ["timestamp"] = ("k timestamp", "PRIMARY KEY (k)", "timestamp '2020-01-31 10:11:12.123456' + g * interval '1 microsecond'"),
        ["timestamptz"] = ("k timestamptz", "PRIMARY KEY (k)", "timestamptz '2020-03-29 00:59:00+00' + g * interval '1 minute'"),
        ["numeric"] = ("k numeric(20,5)", "PRIMARY KEY (k)", "g / 3.0"),
        ["composite"] = ("a integer, k text, b date", "PRIMARY KEY (a, k, b)", "g % 7, 'k' || g % 11, date '2020-01-01' + g"),
        ["composite in another order"] = ("a integer, k integer", "PRIMARY KEY (k, a)", "g, g % 5"),
        ["unique index"] = ("k integer NOT NULL", "UNIQUE (k)", "g"),
    };

    public static TheoryData<string> EachKey => [.. Keys.Keys];

    [Theory, MemberData(nameof(EachKey))]
    public async Task EveryRow_IsUpdatedExactlyOnce(string key)
    {
        var (columns, constraint, values) = Keys[key];
        await using var database = await PhasedDatabase.CreateAsync(18, $"""
            SET DateStyle = 'SQL, DMY';
            CREATE TABLE items ({columns}, touched integer NOT NULL DEFAULT 0, {constraint});
            INSERT INTO items SELECT {values} FROM generate_series(1, 1777) g;
            """);
        await database.RegisterAsync("Touch", p => p.Backfill("items", "touched = touched + 1", "touched >= 0"));

        await database.RunAsync(options: PhasedDatabase.Quick with { InitialBatchRows = 100 });

        Assert.Equal("completed", await database.StateAsync("Touch"));
        Assert.Equal(1777L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE touched = 1"));
        Assert.Equal(1777m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
        Assert.True(await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks") > 5);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task PartitionedTable_IsWalkedAlongItsKey(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE days (id bigint, day integer, touched integer NOT NULL DEFAULT 0, name text, PRIMARY KEY (id, day)) PARTITION BY LIST (day);
            CREATE TABLE days_1 PARTITION OF days FOR VALUES IN (1);
            CREATE TABLE days_2 PARTITION OF days DEFAULT;
            INSERT INTO days SELECT g, g % 3 FROM generate_series(1, 900) g;
            """);
        await database.RegisterAsync("Touch", p => p
            .Backfill("days", "touched = touched + 1, name = 'n' || id", "touched >= 0")
            .SetNotNull("days", "name"));

        await database.CompleteAsync();

        Assert.Equal(900L, await database.ScalarAsync<long>("SELECT count(*) FROM days WHERE touched = 1"));
        Assert.Equal(3L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_attribute WHERE attname = 'name' AND attnotnull AND attrelid::regclass::text LIKE 'days%'"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '~phased%'"));
    }

    [Theory]
    [InlineData("id integer", "primary key")]
    [InlineData("id integer UNIQUE", "primary key")]
    [InlineData("id inet PRIMARY KEY", "inet")]
    public async Task TableWithoutAWalkableKey_IsRefused(string column, string reason)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, $"CREATE TABLE items ({column}, a text); INSERT INTO items VALUES (NULL), (NULL);"
            .Replace("PRIMARY KEY, a text); INSERT INTO items VALUES (NULL), (NULL)", "PRIMARY KEY, a text); INSERT INTO items VALUES ('10.0.0.1')", StringComparison.Ordinal));
        await database.RegisterAsync("Fill", p => p.Backfill("items", "a = 'x'"));

        var result = Assert.Single((await database.RunAsync()).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.IsType<UnsupportedTableException>(result.Error);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE a IS NOT NULL"));
    }

    [Fact]
    public async Task EmptyTableThatWasFullAtRegistration_IsDone()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, "CREATE TABLE items (id integer PRIMARY KEY, a text); INSERT INTO items VALUES (1);");
        await database.RegisterAsync("Fill", p => p.Backfill("items", "a = 'x'"));
        await database.ExecuteAsync("DELETE FROM items");

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync()).Outcome);
    }
}
