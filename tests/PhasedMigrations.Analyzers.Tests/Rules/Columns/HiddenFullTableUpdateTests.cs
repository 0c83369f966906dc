using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Columns;

/// <summary>SQL says its UPDATE itself: that is PHM5001's.</summary>
public sealed class HiddenFullTableUpdateTests() : RuleTest("PHM1008")
{
    [Theory]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValue: "", oldNullable: true)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValueSql: "now()", oldNullable: true)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValue: "x", oldDefaultValue: "x", oldNullable: true)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<System.Guid>(name: "c", table: "orders", defaultValue: new System.Guid("00000000-0000-0000-0000-000000000000"), oldNullable: true)|];""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsString().NotNullable().[|SetExistingRowsTo("")|];""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsString().[|SetExistingRowsTo("")|].NotNullable();""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsString().Nullable().[|SetExistingRowsTo("")|];""")]
    [InlineData(Fluent, """Create.Column("c").OnTable("orders").AsString().[|SetExistingRowsTo("")|].WithDefaultValue("x");""")]
    public Task RowsThatAreFilled_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, """
        migrationBuilder.CreateTable(name: "orders", columns: table => new { c = table.Column<string>(nullable: true) });
        migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValue: "", oldNullable: true);
        """)]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("id").AsInt32(); Alter.Table("orders").AddColumn("c").AsString().NotNullable().SetExistingRowsTo("");""")]
    [InlineData(Fluent, """Alter.Table("orders").AlterColumn("c").AsString().SetExistingRowsTo("");""")]
    public Task NoRowThatExists_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, """{|#0:migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValue: "", oldNullable: true)|};""",
        "Making 'c' required with a default updates every NULL row of 'orders' in one transaction and then blocks reads and writes until every row is checked; backfill in batches first")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("email").AsString().NotNullable().{|#0:SetExistingRowsTo("")|};""",
        "Filling 'email' for existing rows updates every NULL row of 'orders' in one transaction and then blocks reads and writes until every row is checked; backfill in batches first")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("email").AsString().{|#0:SetExistingRowsTo("")|};""",
        "Filling 'email' for existing rows updates every NULL row of 'orders' in one transaction and holds its locks to the end; backfill in batches first")]
    public Task Message_UsesTheNamesOfTheMigration(Written written, string source, string message) => VerifyMessageAsync(written, source, message);
}
