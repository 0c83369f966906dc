using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.Analyzers.Tests.Rules.Columns;

public sealed class RequiredColumnWithoutDefaultTests
{
    [Theory]
    [InlineData("""AddColumn<int>(name: "c", table: "orders", type: "integer", nullable: false)""")]
    [InlineData("""AddColumn<int>("c", "orders")""")]
    [InlineData("""AddColumn<string>(name: "c", table: "orders", defaultValue: null)""")]
    [InlineData("""AddColumn<uint>(name: "version", table: "orders", type: "xid", rowVersion: true)""")]
    public Task RequiredColumn_Triggers(string call) => MigrationTest.VerifyUpAsync($"{{|PHM1001:migrationBuilder.{call}|}};");

    /// <summary>HiLo and Sequence fill values through a default or in the application, not by themselves.</summary>
    [Theory]
    [InlineData("None")]
    [InlineData("SequenceHiLo")]
    [InlineData("Sequence")]
    public Task StrategyThatLeavesTheColumnAlone_Triggers(string strategy) => MigrationTest.VerifyUpAsync(
        $$"""{|PHM1001:migrationBuilder.AddColumn<int>("c", "orders", "integer")|}.Annotation("Npgsql:ValueGenerationStrategy", {{Strategy}}.{{strategy}});""");

    [Theory]
    [InlineData("IdentityByDefaultColumn")]
    [InlineData("IdentityAlwaysColumn")]
    [InlineData("SerialColumn")]
    public Task StrategyOfTheServer_DoesNotTrigger(string strategy) => MigrationTest.VerifyUpAsync(
        $"""migrationBuilder.AddColumn<int>("c", "orders", "integer").Annotation("Npgsql:ValueGenerationStrategy", {Strategy}.{strategy});""");

    [Theory]
    [InlineData("""AddColumn<int>(name: "c", table: "orders", type: "integer", nullable: true)""")]
    [InlineData("""AddColumn<int>(name: "c", table: "orders", type: "integer", nullable: false, defaultValue: 0)""")]
    [InlineData("""AddColumn<System.DateTime>(name: "c", table: "orders", nullable: false, defaultValue: System.DateTime.UtcNow)""")]
    [InlineData("""AddColumn<System.DateTime>(name: "c", table: "orders", nullable: false, defaultValueSql: "now()")""")]
    [InlineData("""AddColumn<string>(name: "c", table: "orders", nullable: false, computedColumnSql: "a || b", stored: true)""")]
    [InlineData("""AddColumn<int>(name: "c", table: "orders", type: "serial", nullable: false)""")]
    [InlineData("""AddColumn<long>(name: "c", table: "orders", type: "bigserial", nullable: false)""")]
    [InlineData("""AddColumn<uint>(name: "xmin", table: "orders", type: "xid", rowVersion: true, nullable: false)""")]
    [InlineData("""AddColumn<int>(name: "c", table: "orders", nullable: System.Environment.Is64BitProcess)""")]
    [InlineData("""AddColumn<NpgsqlTypes.NpgsqlTsVector>("c", "orders", "tsvector").Annotation("Npgsql:TsVectorConfig", "english")""")]
    public Task ColumnThatRowsCanFill_DoesNotTrigger(string call) => MigrationTest.VerifyUpAsync($"migrationBuilder.{call};");

    [Fact]
    public Task ColumnOfNewTable_DoesNotTrigger() => MigrationTest.VerifyUpAsync(
        """
        migrationBuilder.CreateTable(name: "orders", columns: table => new { id = table.Column<int>() });
        migrationBuilder.AddColumn<int>(name: "c", table: "orders", type: "integer", nullable: false);
        """);

    [Theory]
    [InlineData("\"c\"", "Adding the required column 'c' to 'orders' fails as soon as the table holds a row; give the existing rows a value first")]
    [InlineData("System.Environment.MachineName",
        "Adding a required column to 'orders' fails as soon as the table holds a row; give the existing rows a value first")]
    public Task Message_NamesColumnAndTable(string name, string message) => new MigrationTest()
        .With("/0/AddThings.cs", MigrationTest.Migration($$"""{|#0:migrationBuilder.AddColumn<int>({{name}}, "orders")|};"""))
        .Expecting(new DiagnosticResult("PHM1001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message))
        .VerifyAsync();

    private const string Strategy = "Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy";
}
