using PhasedMigrations.Analyzers.Tests.Readers.DbUp;
using PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;
using PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;
using PhasedMigrations.Analyzers.Tests.Robustness;

namespace PhasedMigrations.Analyzers.Tests.Rules;

public sealed class SqlNotAnalysedTests
{
    [Theory]
    [InlineData("""migrationBuilder.Sql({|PHM9001:System.IO.File.ReadAllText("x.sql")|});""")]
    [InlineData("""migrationBuilder.Sql(suppressTransaction: true, sql: {|PHM9001:System.Environment.MachineName|});""")]
    [InlineData("""migrationBuilder.Sql({|PHM9001:$"{System.Environment.MachineName}"|});""")]
    [InlineData("""migrationBuilder.Sql("SELECT 1; {|PHM9001:FROBNICATE orders|}; SELECT 2; {|PHM9001:CREATE INDEX|};");""")]
    [InlineData("""migrationBuilder.Sql($"{|PHM9001:CREATE INDEX {System.Environment.MachineName} i ON t (c)|}");""")]
    [InlineData("""migrationBuilder.Sql("SELECT 1; GRANT SELECT ON t TO reader; SELECT setval('s', 1);"); migrationBuilder.Sql("");""")]
    public Task MigrationOfEntityFrameworkCore(string statement) => VerifyAsync(MigrationTest.Migration(statement));

    [Theory]
    [InlineData("""Execute.Sql({|PHM9001:Environment.MachineName|});""")]
    [InlineData("""Execute.Sql("{|PHM9001:FROBNICATE orders|}");""")]
    public Task MigrationOfFluentMigrator(string statement) => VerifyAsync(FluentTest.Migration(statement));

    [Theory]
    [InlineData("""=> {|PHM9001:System.IO.File.ReadAllText("x.sql")|};""")]
    [InlineData("""{ factory().CommandText = {|PHM9001:Environment.MachineName|}; return ""; }""")]
    public Task ScriptOfDbUp(string method) => CommandTest.Create()
        .With("/0/Script0001.cs", DbUpScriptTests.Source(method)).Enabling("PHM9001").VerifyAsync();

    [Theory]
    [InlineData("""connection.Execute(unknown); connection.Execute("CREATE FROBNICATE"); connection.Execute(unknown + "CREATE FROBNICATE");""")]
    public Task ApplicationCode_IsSilent(string statement) => CommandTest.Create()
        .With("/0/Store.cs", CommandTest.Source(statement)).Enabling("PHM9001").VerifyAsync();

    [Fact]
    public async Task Default_IsOff() =>
        Assert.Empty(await AnalyzerRun.OverCompilableAsync(MigrationTest.Migration("migrationBuilder.Sql(System.Environment.MachineName);")));

    private static Task VerifyAsync(string source) =>
        new MigrationTest().With("/0/AddThings.cs", source).Enabling("PHM9001").VerifyAsync();
}
