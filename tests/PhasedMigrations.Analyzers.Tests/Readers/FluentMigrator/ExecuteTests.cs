namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

/// <summary>SQL that a migration runs: in its code, in a file, on the connection.</summary>
public sealed class ExecuteTests
{
    private const string Index = "{|PHM2001:CREATE INDEX i ON t (c)|};";

    [Theory]
    [InlineData("""Execute.Sql("SELECT 1; {|PHM2001:CREATE INDEX i ON t (c)|}");""")]
    [InlineData("""Execute.Sql("{|PHM2001:CREATE INDEX i ON t (c)|}", "a description");""")]
    [InlineData("""Execute.Sql("{|PHM2001:CREATE INDEX i ON $(table) (c)|}", new Dictionary<string, string> { ["table"] = "t" });""")]
    [InlineData("""IfDatabase("sqlite").Execute.Sql("CREATE INDEX i ON t (c)");""")]
    public Task Sql_IsRead(string statement) => FluentTest.VerifyUpAsync(statement);

    [Theory]
    [InlineData("""Execute.WithConnection((c, t) => { var k = c.CreateCommand(); k.Transaction = t; k.CommandText = "{|PHM2001:CREATE INDEX i ON t (c)|}"; k.ExecuteNonQuery(); });""")]
    [InlineData("""Execute.WithConnection(Convert);""")]
    [InlineData("""IfDatabase("sqlite").Execute.WithConnection((c, t) => { c.CreateCommand().CommandText = "CREATE INDEX i ON t (c)"; });""")]
    public Task CommandOnTheConnection_IsRead(string statement) => FluentTest.VerifyUpAsync(statement, statement.Contains("Convert", StringComparison.Ordinal) ? """
        private void Convert(System.Data.IDbConnection connection, System.Data.IDbTransaction transaction)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"{|PHM2001:CREATE INDEX i ON {nameof(AddThings)} (c)|}";
        }
        """ : "");

    [Theory]
    [InlineData("UPDATE t SET c = 1 WHERE id = ?")]
    [InlineData("UPDATE t SET c = ?, d = ? WHERE e = 1")]
    [InlineData("UPDATE t SET c = replace(c, ?, '') WHERE e > ?;")]
    public Task CommandWithParametersOfAnotherDatabase_IsSilent(string sql) =>
        FluentTest.VerifyUpAsync($$"""Execute.WithConnection((c, t) => { c.CreateCommand().CommandText = "{{sql}}"; });""");

    /// <summary>The name is quoted as SQLite and SQL Server do, and PostgreSQL does not.</summary>
    [Fact]
    public Task CommandWithQuotesOfAnotherDatabase_IsNotAnalysed() => new MigrationTest()
        .With("/0/AddThings.cs", FluentTest.Migration(
            """Execute.WithConnection((c, t) => { c.CreateCommand().CommandText = "{|PHM9001:DELETE FROM \"Config\" WHERE [KEY] IN ('host', 'port')|}"; });"""))
        .Enabling("PHM9001")
        .VerifyAsync();

    [Theory]
    [InlineData("UPDATE t SET c = 1 WHERE d ? 'key'")]
    [InlineData("UPDATE t SET c = d -> 'a' ? 'key'")]
    public Task OperatorWithAQuestionMark_IsNoParameter(string sql) =>
        FluentTest.VerifyUpAsync($$"""Execute.WithConnection((c, t) => { c.CreateCommand().CommandText = "{|PHM5001:{{sql}}|}"; });""");

    [Theory]
    [InlineData("""Execute.Script("Scripts/change.sql");""")]
    [InlineData("""Execute.Script(@"..\Scripts\change.sql");""")]
    [InlineData("""Execute.EmbeddedScript("Shop.Data.Scripts.change.sql");""")]
    [InlineData("""Execute.EmbeddedScript("change.sql");""")]
    [InlineData("""Execute.EmbeddedScript("Scripts.change.sql", new Dictionary<string, string>());""")]
    public Task Script_IsReadWithItsMigration(string statement) => With(statement, ("/repo/Shop/Scripts/change.sql", $"SELECT 1;\n  {Index}")).VerifyAsync();

    [Fact]
    public Task Script_SeesWhatItsMigrationMade() =>
        With("""Create.Table("t").WithColumn("c").AsInt32(); Execute.Script("change.sql");""", ("/repo/change.sql", "CREATE INDEX i ON t (c);")).VerifyAsync();

    [Theory]
    [InlineData("""Execute.EmbeddedScript({|PHM9001:"change.sql"|});""")]
    [InlineData("""Execute.Script({|PHM9001:"change.sql"|});""")]
    [InlineData("""Execute.Script({|PHM9001:"other.sql"|});""")]
    [InlineData("""Execute.Script({|PHM9001:Environment.MachineName|});""")]
    public Task ScriptThatIsNotKnown_IsNotAnalysed(string statement) =>
        With(statement, ("/repo/a/change.sql", "SELECT 1;"), ("/repo/b/change.sql", "SELECT 1;")).Enabling("PHM9001").VerifyAsync();

    [Theory]
    [InlineData("a.change.sql")]
    [InlineData("Shop.a.change.sql")]
    public Task FolderInTheName_ChoosesTheScript(string name) => With(
        $$"""Create.Table("t").WithColumn("c").AsInt32(); Execute.EmbeddedScript("{{name}}");""",
        ("/repo/a/change.sql", "CREATE INDEX i ON t (c); {|PHM2001:CREATE INDEX i ON u (c)|};"),
        ("/repo/b/change.sql", "SELECT 1;")).VerifyAsync();

    private static MigrationTest With(string statement, params (string Path, string Text)[] scripts)
    {
        var test = new MigrationTest().With("/repo/Shop/AddThings.cs", FluentTest.Migration(statement));
        foreach (var script in scripts)
            test.TestState.AdditionalFiles.Add(script);
        return test;
    }
}
