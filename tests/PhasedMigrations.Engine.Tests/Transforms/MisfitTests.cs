using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Transforms;

/// <summary>What does not fit is said before anything is changed, with what to do.</summary>
public sealed class MisfitTests
{
    public enum Level
    {
        Low,
        Middle,
    }

    public sealed record Missing(string Name, string Country);

    public sealed record WrongType(Guid Name);

    public sealed record NoPlace(string Name);

    public sealed record Result(string Slug);

    public sealed record Labelled(Level Level);

    public sealed class Demanding
    {
        public string Name { get; set; } = "";

        public required int Size { get; init; }
    }

    public static TheoryData<string, string[], string[], BackfillTransforms> Misfits => new()
    {
        { "takes Country, which is not among the columns that are read: name", ["name"], ["slug"], Of((Missing row) => row.Name) },
        { "column name (text) cannot be read into WrongType.Name (Guid)", ["name"], ["slug"], Of((WrongType row) => "") },
        { "no constructor parameter or settable property for the column n", ["name", "n"], ["slug"], Of((NoPlace row) => "") },
        { "requires Size, which is not among the columns", ["name"], ["slug"], Of((Demanding row) => "") },
        { "takes one String, but 2 columns are read: name, n", ["name", "n"], ["slug"], Of((string row) => "") },
        { "returns one String, but 2 columns are written: slug, n", ["name"], ["slug", "n"], Of((string row) => "") },
        { "Result has no property for the column n", ["name"], ["slug", "n"], Of((string row) => new Result("")) },
        { "no member for the value high of the column level (level)", ["level"], ["slug"], Of((Labelled row) => "") },
        { "has no value for the member Middle of Level", ["name"], ["level"], Of((string row) => Level.Low) },
        { "\"n\" is of type integer but expression is of type uuid", ["name"], ["n"], Of((string row) => Guid.Empty) },
        { "column slug (text) cannot be written from Object", ["name"], ["slug"], Of((string row) => new { Slug = new object() }) },
        { "can only be updated to DEFAULT", ["name"], ["twice"], Of((string row) => 1) },
    };

    private static BackfillTransforms Of<TRow, TValue>(Func<TRow, TValue> transform) => new BackfillTransforms().Add("t", transform);

    [Theory, MemberData(nameof(Misfits))]
    public async Task Misfit_IsToldBeforeAnythingIsChanged(string message, string[] read, string[] write, BackfillTransforms transforms)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TYPE level AS ENUM ('low', 'high');
            CREATE TABLE items (id bigint PRIMARY KEY, name text, slug text, n integer, level level, twice integer GENERATED ALWAYS AS (n * 2) STORED);
            INSERT INTO items SELECT g, 'n' FROM generate_series(1, 10) g;
            """);
        await database.RegisterAsync("m", p => p.Backfill("items", "n = 1", "n IS NULL").Transform("items", "t", read, write));

        var result = Assert.Single((await database.RunAsync(options: PhasedDatabase.Quick with { Transforms = transforms })).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.IsType<InvalidDefinitionException>(result.Error);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.StartsWith("The transform t does not fit the table public.items", result.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(n) FROM items"));
    }

    [Fact]
    public void SameNameTwice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new BackfillTransforms().Add("t", (string s) => s).Add("t", (string s) => s));

    [Fact]
    public void InPlaceWithoutWhere_IsRefused() => Assert.Contains(
        "computes name from itself",
        Assert.Throws<InvalidDefinitionException>(() => new PhasedMigrationBuilder().Transform("items", "t", ["name"], ["name"])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void ColumnTwice_IsRefused() =>
        Assert.Throws<InvalidDefinitionException>(() => new PhasedMigrationBuilder().Transform("items", "t", ["a", "a"], ["b"]));

    [Fact]
    public void SetNotNullAfterwards_IsRefused_BecauseNoTriggerRunsCSharp() => Assert.Contains(
        "a phased migration of its own",
        Assert.Throws<InvalidDefinitionException>(() => PhasedDatabase.Registration(
            "m", p => p.Transform("items", "t", ["name"], ["slug"], "slug IS NULL").SetNotNull("items", "slug"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task KeyThatIsWritten_AndTableWithoutKey_AreRefused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE keyed (id bigint PRIMARY KEY, name text);
            INSERT INTO keyed VALUES (1, 'a');
            CREATE TABLE keyless (id bigint, name text);
            INSERT INTO keyless VALUES (1, 'a');
            """);
        await database.RegisterAsync("a", p => p.Transform("keyed", "t", ["name"], ["id"]));
        await database.RegisterAsync("b", p => p.Transform("keyless", "t", ["name"], ["id"]));

        var results = (await database.RunAsync(options: PhasedDatabase.Quick with { Transforms = Of((string s) => 7L) })).Migrations;

        Assert.Contains("which is in the key of public.keyed", results[0].Message, StringComparison.Ordinal);
        Assert.Contains("has no primary key", results[1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pages", results[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongWhere_EndsTheRegistration()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, "CREATE TABLE items (id bigint PRIMARY KEY, name text, slug text); INSERT INTO items VALUES (1)");

        var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.RegisterAsync(
            "m", p => p.Transform("items", "t", ["name"], ["slug"], "slugg IS NULL")));

        Assert.Equal("42703", error.SqlState);
    }
}
