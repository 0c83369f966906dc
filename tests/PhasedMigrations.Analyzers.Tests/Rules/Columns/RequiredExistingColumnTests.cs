using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.Analyzers.Tests.Rules.Columns;

/// <summary>PHM1007 and PHM1008 divide the same statement between them: without and with a default.</summary>
public sealed class RequiredExistingColumnTests
{
    [Theory]
    [InlineData("""AlterColumn<string>("c", "orders", "text", nullable: false, oldNullable: true)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", type: "text", oldClrType: typeof(string), oldType: "text", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", defaultValue: null, oldNullable: true)""")]
    [InlineData("""AlterColumn<int>(name: "c", table: "orders", type: "bigint", oldType: "integer", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", computedColumnSql: "a", stored: true, oldComputedColumnSql: "a", oldStored: true, oldNullable: true)""")]
    public Task RequiredWithoutDefault_TriggersScan(string call) => MigrationTest.VerifyUpAsync($"{{|PHM1007:migrationBuilder.{call}|}};");

    [Theory]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", defaultValue: "", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", defaultValueSql: "now()", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", defaultValue: "x", oldDefaultValue: "x", oldNullable: true)""")]
    [InlineData("""AlterColumn<System.Guid>(name: "c", table: "orders", defaultValue: new System.Guid("00000000-0000-0000-0000-000000000000"), oldNullable: true)""")]
    public Task RequiredWithDefault_TriggersUpdate(string call) => MigrationTest.VerifyUpAsync($"{{|PHM1008:migrationBuilder.{call}|}};");

    [Theory]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", nullable: true, oldNullable: true)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", nullable: true)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", nullable: false, defaultValue: "")""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", oldNullable: System.Environment.Is64BitProcess)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", computedColumnSql: "a", stored: true, oldNullable: true)""")]
    [InlineData("""AlterColumn<string>(name: "c", table: "orders", defaultValue: "", oldComputedColumnSql: "a", oldStored: true, oldNullable: true)""")]
    [InlineData("""AlterColumn<uint>(name: "xmin", table: "orders", type: "xid", oldNullable: true)""")]
    public Task ColumnThatDoesNotBecomeRequired_DoesNotTrigger(string call) => MigrationTest.VerifyUpAsync($"migrationBuilder.{call};");

    [Fact]
    public Task ColumnOfNewTable_DoesNotTrigger() => MigrationTest.VerifyUpAsync(
        """
        migrationBuilder.CreateTable(name: "orders", columns: table => new { c = table.Column<string>(nullable: true) });
        migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValue: "", oldNullable: true);
        """);

    /// <summary>The update before it fills the rows; the scan under lock stays.</summary>
    [Fact]
    public Task BackfillInTheSameMigration_StillTriggers() => MigrationTest.VerifyUpAsync(
        """
        migrationBuilder.AddColumn<string>(name: "c", table: "orders", nullable: true);
        migrationBuilder.Sql("{|PHM5002:UPDATE orders SET c = '' WHERE c IS NULL|}");
        {|PHM1007:migrationBuilder.AlterColumn<string>(name: "c", table: "orders", oldNullable: true)|};
        """);

    [Theory]
    [InlineData("PHM1007", """migrationBuilder.AlterColumn<string>(name: "c", table: "orders", oldNullable: true)""",
        "Making 'c' required blocks reads and writes of 'orders' until every row is checked; prove it with a validated CHECK constraint first")]
    [InlineData("PHM1008", """migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValue: "", oldNullable: true)""",
        "Making 'c' required with a default updates every NULL row of 'orders' in one transaction and then blocks reads and writes until every row is checked; backfill in batches first")]
    [InlineData("PHM1007", """migrationBuilder.AlterColumn<string>(name: System.Environment.MachineName, table: "orders", oldNullable: true)""",
        "Making a column required blocks reads and writes of 'orders' until every row is checked; prove it with a validated CHECK constraint first")]
    public Task Message_NamesColumnAndTable(string id, string call, string message) => new MigrationTest()
        .With("/0/AddThings.cs", MigrationTest.Migration($$"""{|#0:{{call}}|};"""))
        .Expecting(new DiagnosticResult(id, DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message))
        .VerifyAsync();
}
