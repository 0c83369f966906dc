using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Columns;

/// <summary>With a default the same statement is PHM1008's.</summary>
public sealed class SetNotNullScanTests() : RuleTest("PHM1007")
{
    [Theory]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<string>("c", "orders", "text", nullable: false, oldNullable: true)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<string>(name: "c", table: "orders", type: "text", oldClrType: typeof(string), oldType: "text", oldNullable: true)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValue: null, oldNullable: true)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<int>(name: "c", table: "orders", type: "bigint", oldType: "integer", oldNullable: true)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AlterColumn<string>(name: "c", table: "orders", computedColumnSql: "a", stored: true, oldComputedColumnSql: "a", oldStored: true, oldNullable: true)|];""")]
    [InlineData(Fluent, """Alter.Table("orders").[|AlterColumn("c")|].AsString().NotNullable();""")]
    [InlineData(Fluent, """[|Alter.Column("c")|].OnTable("orders").InSchema("s").AsString().NotNullable().WithDefaultValue("");""")]
    [InlineData(AnyDdl, "ALTER TABLE orders [|ALTER COLUMN c SET NOT NULL|]")]
    [InlineData(AnyDdl, "ALTER TABLE IF EXISTS s.orders ALTER a DROP DEFAULT, [|ALTER \"C\" SET NOT NULL|]")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD CONSTRAINT ck CHECK (c IS NOT NULL) NOT VALID; ALTER TABLE orders [|ALTER c SET NOT NULL|]")]
    public Task RequiredWithoutDefault_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, """migrationBuilder.AlterColumn<string>(name: "c", table: "orders", nullable: true, oldNullable: true);""")]
    [InlineData(Ef, """migrationBuilder.AlterColumn<string>(name: "c", table: "orders", nullable: true);""")]
    [InlineData(Ef, """migrationBuilder.AlterColumn<string>(name: "c", table: "orders", nullable: false, defaultValue: "");""")]
    [InlineData(Ef, """migrationBuilder.AlterColumn<string>(name: "c", table: "orders", oldNullable: System.Environment.Is64BitProcess);""")]
    [InlineData(Ef, """migrationBuilder.AlterColumn<string>(name: "c", table: "orders", computedColumnSql: "a", stored: true, oldNullable: true);""")]
    [InlineData(Ef, """migrationBuilder.AlterColumn<string>(name: "c", table: "orders", defaultValue: "", oldComputedColumnSql: "a", oldStored: true, oldNullable: true);""")]
    [InlineData(Ef, """migrationBuilder.AlterColumn<uint>(name: "xmin", table: "orders", type: "xid", oldNullable: true);""")]
    [InlineData(Fluent, """Alter.Table("orders").AlterColumn("c").AsString().Nullable();""")]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("c").AsInt32().Nullable(); Alter.Table("orders").AlterColumn("c").AsInt32().NotNullable();""")]
    [InlineData(AnyDdl, "ALTER TABLE orders ALTER c DROP NOT NULL, ALTER c SET DEFAULT 0")]
    [InlineData(AnyDdl, "CREATE TABLE orders (c int); ALTER TABLE orders ALTER c SET NOT NULL")]
    public Task ColumnThatDoesNotBecomeRequired_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    /// <summary>The update before it fills the rows; the scan under lock stays.</summary>
    [Fact]
    public Task BackfillInTheSameMigration_StillTriggers() => VerifyAsync(
        Ef,
        """
        migrationBuilder.AddColumn<string>(name: "c", table: "orders", nullable: true);
        migrationBuilder.Sql("{|PHM5002:UPDATE orders SET c = '' WHERE c IS NULL|}");
        [|migrationBuilder.AlterColumn<string>(name: "c", table: "orders", oldNullable: true)|];
        """);

    [Theory]
    [InlineData(Ef, """{|#0:migrationBuilder.AlterColumn<string>(name: "c", table: "orders", oldNullable: true)|};""",
        "Making 'c' required blocks reads and writes of 'orders' until every row is checked; prove it with a validated CHECK constraint first")]
    [InlineData(Ef, """{|#0:migrationBuilder.AlterColumn<string>(name: System.Environment.MachineName, table: "orders", oldNullable: true)|};""",
        "Making a column required blocks reads and writes of 'orders' until every row is checked; prove it with a validated CHECK constraint first")]
    [InlineData(Fluent, """{|#0:Alter.Column("email")|}.OnTable("orders").AsString().NotNullable();""",
        "Making 'email' required blocks reads and writes of 'orders' until every row is checked; prove it with a validated CHECK constraint first")]
    [InlineData(DapperSql, "ALTER TABLE shop.orders {|#0:ALTER email SET NOT NULL|}",
        "Making 'email' required blocks reads and writes of 'shop.orders' until every row is checked; prove it with a validated CHECK constraint first")]
    public Task Message_UsesTheNamesOfTheMigration(Written written, string source, string message) => VerifyMessageAsync(written, source, message);
}
