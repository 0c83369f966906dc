namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

/// <summary>FluentMigrator runs one migration on several databases: only evidence against PostgreSQL silences.</summary>
public sealed class RunnerDatabasesTests
{
    private const string Postgres = "FluentMigrator.Runner.Postgres";
    private const string Sqlite = "FluentMigrator.Runner.SQLite";
    private const string Index = """Create.Index("IX")""";
    private const string Finding = "{|PHM2001:" + Index + "|}";
    private const string Table = """.OnTable("orders").OnColumn("id");""";

    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { Sqlite }, true)]
    [InlineData(new[] { Postgres }, true)]
    [InlineData(new[] { Postgres, "Npgsql" }, false)]
    [InlineData(new[] { Postgres, Sqlite, "Npgsql" }, true)]
    public Task ReferredRunners_Decide(string[] without, bool triggers) => new MigrationTest(without)
        .With("/0/AddThings.cs", FluentTest.Migration((triggers ? Finding : Index) + Table).Replace("using FluentMigrator.Postgres;", "", StringComparison.Ordinal))
        .VerifyAsync();

    [Theory]
    [InlineData("runner.AddPostgres().AddSQLite();", true)]
    [InlineData("runner.AddPostgres15_0();", true)]
    [InlineData("runner.AddSQLite();", false)]
    [InlineData("", true)]
    public Task RunnersThatAreAdded_Decide(string setUp, bool triggers) => new MigrationTest()
        .With("/0/AddThings.cs", FluentTest.Migration((triggers ? Finding : Index) + Table))
        .With("/0/Program.cs", $$"""
            using FluentMigrator.Runner;
            internal static class SetUp { public static void Add(IMigrationRunnerBuilder runner) { {{setUp}} } }
            """)
        .VerifyAsync();

    [Theory]
    [InlineData("""[Tags("Postgres")]""", true)]
    [InlineData("""[Tags("SQLite", "PostgreSQL")]""", true)]
    [InlineData("""[Tags("Production")]""", true)]
    [InlineData("""[Tags("SqlServer")]""", false)]
    [InlineData("""[Tags(TagBehavior.RequireAny, "SQLite", "MySql")]""", false)]
    public Task TagsThatNameDatabases_Decide(string tags, bool triggers) =>
        FluentTest.VerifyAsync(FluentTest.Migration((triggers ? Finding : Index) + Table, attributes: $"[Migration(1)] {tags}"));

    [Theory]
    [InlineData("postgresql", true)]
    [InlineData("sqlite", false)]
    public Task DialectOption_OverridesTheEvidence(string dialect, bool triggers) => new MigrationTest()
        .Configured($"phased_migrations.dialect = {dialect}")
        .With("/0/AddThings.cs", FluentTest.Migration(
            (triggers ? Finding : Index) + Table, attributes: $"""[Migration(1), Tags("{(triggers ? "SqlServer" : "Postgres")}")]"""))
        .VerifyAsync();
}
