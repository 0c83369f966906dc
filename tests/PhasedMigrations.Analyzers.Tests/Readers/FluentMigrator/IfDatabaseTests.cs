namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

public sealed class IfDatabaseTests
{
    private const string Table = """.OnTable("orders").OnColumn("id");""";

    private const string Members = """
        private static bool IsPostgreSql(string name) => name.Contains("Postgres");
        private static bool IsSqlite(string name) => name == "SQLite";
        """;

    [Theory]
    [InlineData("\"postgres\"")]
    [InlineData("\"PostgreSQL\"")]
    [InlineData("\"sqlserver\", \"postgresql15_0\"")]
    [InlineData("""ProcessorIdConstants.PostgreSQL""")]
    [InlineData("""new[] { ProcessorIdConstants.SQLite, ProcessorIdConstants.Postgres }""")]
    [InlineData("""Environment.MachineName""")]
    [InlineData("""name => name.StartsWith("Postgre")""")]
    [InlineData("name => name == \"PostgreSQL15_0\"")]
    [InlineData("""name => !name.Contains("sqlite", StringComparison.OrdinalIgnoreCase)""")]
    [InlineData("""name => { return name != "SQLite"; }""")]
    [InlineData("""IsPostgreSql""")]
    [InlineData("""name => name.Length > 3""")]
    public Task PostgreSqlIsAmongTheDatabases_Triggers(string databases) => FluentTest.VerifyUpAsync(
        $$"""{|PHM2001:IfDatabase({{databases}}).Create.Index("IX")|}{{Table}}""", Members);

    [Theory]
    [InlineData("\"sqlite\"")]
    [InlineData("\"SqlServer\", \"mysql\"")]
    [InlineData("""ProcessorIdConstants.SQLite""")]
    [InlineData("\"Redshift\"")]
    [InlineData("name => name == \"SQLite\"")]
    [InlineData("""name => !name.StartsWith("postgres", StringComparison.OrdinalIgnoreCase)""")]
    [InlineData("""IsSqlite""")]
    public Task OtherDatabases_DoNotTrigger(string databases) => FluentTest.VerifyUpAsync(
        $"""IfDatabase({databases}).Create.Index("IX"){Table}""", Members);

    [Theory]
    [InlineData("""var scope = IfDatabase("postgres"); {|PHM2001:scope.Create.Index("IX")|}""" + Table)]
    [InlineData("""var create = IfDatabase("postgres").Create; {|PHM2001:create.Index("IX")|}""" + Table)]
    [InlineData("""IfDatabase("postgres").Delegate(() => {|PHM2001:Create.Index("IX")|}.OnTable("orders").OnColumn("id"));""")]
    [InlineData("""IfDatabase("postgres").Delegate(() => { {|PHM2001:Create.Index("IX")|}.OnTable("orders").OnColumn("id"); });""")]
    [InlineData("""IfDatabase("postgres").Delegate(Change); void Change() => {|PHM2001:Create.Index("IX")|}""" + Table)]
    [InlineData("""Change(IfDatabase("postgres")); void Change(FluentMigrator.Builders.IfDatabase.IIfDatabaseExpressionRoot scope) => {|PHM2001:scope.Create.Index("IX")|}""" + Table)]
    public Task ScopeOfPostgreSqlKeptOrGivenAway_Triggers(string statements) => FluentTest.VerifyUpAsync(statements);

    [Theory]
    [InlineData("""var scope = IfDatabase("sqlite"); scope.Create.Index("IX")""" + Table)]
    [InlineData("""var create = IfDatabase("sqlite").Create; create.Index("IX")""" + Table)]
    [InlineData("""IfDatabase("sqlite").Delegate(() => Create.Index("IX").OnTable("orders").OnColumn("id"));""")]
    [InlineData("""IfDatabase("sqlite").Delegate(Change); void Change() => Create.Index("IX")""" + Table)]
    [InlineData("""Change(IfDatabase("sqlite")); void Change(FluentMigrator.Builders.IfDatabase.IIfDatabaseExpressionRoot scope) => scope.Create.Index("IX")""" + Table)]
    public Task ScopeOfAnotherDatabaseKeptOrGivenAway_DoesNotTrigger(string statements) => FluentTest.VerifyUpAsync(statements);

    [Fact]
    public Task TableOfAnotherDatabase_IsNotNew() => FluentTest.VerifyUpAsync("""
        IfDatabase("sqlite").Create.Table("orders").WithColumn("id").AsInt32();
        {|PHM2001:Create.Index("IX")|}.OnTable("orders").OnColumn("id");
        """);
}
