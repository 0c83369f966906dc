using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Columns;

public sealed class RequiredColumnWithoutDefaultTests() : RuleTest("PHM1001")
{
    private const string Strategy = "Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy";

    [Theory]
    [InlineData(Ef, """[|migrationBuilder.AddColumn<int>(name: "c", table: "orders", type: "integer", nullable: false)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AddColumn<int>("c", "orders")|];""")]
    [InlineData(Ef, """[|migrationBuilder.AddColumn<string>(name: "c", table: "orders", defaultValue: null)|];""")]
    [InlineData(Ef, """[|migrationBuilder.AddColumn<uint>(name: "version", table: "orders", type: "xid", rowVersion: true)|];""")]
    [InlineData(Fluent, """Alter.Table("orders").[|AddColumn("c")|].AsString();""")]
    [InlineData(Fluent, """Alter.Table("orders").[|AddColumn("c")|].AsString().NotNullable();""")]
    [InlineData(Fluent, """Alter.Table("orders").InSchema("s").[|AddColumn("c")|].AsString().WithColumnDescription("x");""")]
    [InlineData(Fluent, """Alter.Table("orders").[|AddColumn("a")|].AsString().AddColumn("b").AsString().Nullable().[|AddColumn("c")|].AsString();""")]
    [InlineData(Fluent, """[|Create.Column("c")|].OnTable("orders").AsInt32();""")]
    [InlineData(Fluent, """[|Create.Column("c")|].OnTable("orders").InSchema("s").AsInt32().NotNullable();""")]
    [InlineData(Fluent, """Alter.Table("orders").[|AddColumn("c")|].AsString().WithDefaultValue(null);""")]
    [InlineData(Fluent, """Alter.Table("orders").[|AddColumn("c")|].AsCustom("citext");""")]
    [InlineData(Fluent, """Alter.Table("orders").[|AddColumn(Environment.MachineName)|].AsInt32();""")]
    [InlineData(AnyDdl, "ALTER TABLE orders [|ADD COLUMN c int NOT NULL|]")]
    [InlineData(AnyDdl, "ALTER TABLE s.\"Orders\" ADD a int, [|ADD \"C\" text COLLATE \"C\" NOT NULL|]; SELECT 1")]
    [InlineData(AnyDdl, "ALTER TABLE orders [|ADD c int NOT NULL DEFAULT NULL|]")]
    [InlineData(AnyDdl, "CREATE TABLE users (id int); DO $$ BEGIN ALTER TABLE orders [|ADD c int NOT NULL|]; END $$")]
    public Task RequiredColumn_Triggers(Written written, string source) => VerifyAsync(written, source);

    /// <summary>HiLo and Sequence fill values through a default or in the application, not by themselves.</summary>
    [Theory]
    [InlineData("None")]
    [InlineData("SequenceHiLo")]
    [InlineData("Sequence")]
    public Task StrategyThatLeavesTheColumnAlone_Triggers(string strategy) => VerifyAsync(
        Ef, $$"""[|migrationBuilder.AddColumn<int>("c", "orders", "integer")|].Annotation("Npgsql:ValueGenerationStrategy", {{Strategy}}.{{strategy}});""");

    [Theory]
    [InlineData("IdentityByDefaultColumn")]
    [InlineData("IdentityAlwaysColumn")]
    [InlineData("SerialColumn")]
    public Task StrategyOfTheServer_DoesNotTrigger(string strategy) => VerifyAsync(
        Ef, $"""migrationBuilder.AddColumn<int>("c", "orders", "integer").Annotation("Npgsql:ValueGenerationStrategy", {Strategy}.{strategy});""");

    [Theory]
    [InlineData(Ef, """migrationBuilder.AddColumn<int>(name: "c", table: "orders", type: "integer", nullable: true);""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<int>(name: "c", table: "orders", type: "integer", nullable: false, defaultValue: 0);""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<System.DateTime>(name: "c", table: "orders", nullable: false, defaultValue: System.DateTime.UtcNow);""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<System.DateTime>(name: "c", table: "orders", nullable: false, defaultValueSql: "now()");""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<string>(name: "c", table: "orders", nullable: false, computedColumnSql: "a || b", stored: true);""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<int>(name: "c", table: "orders", type: "serial", nullable: false);""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<long>(name: "c", table: "orders", type: "bigserial", nullable: false);""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<uint>(name: "xmin", table: "orders", type: "xid", rowVersion: true, nullable: false);""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<int>(name: "c", table: "orders", nullable: System.Environment.Is64BitProcess);""")]
    [InlineData(Ef, """migrationBuilder.AddColumn<NpgsqlTypes.NpgsqlTsVector>("c", "orders", "tsvector").Annotation("Npgsql:TsVectorConfig", "english");""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsString().Nullable();""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsString().WithDefaultValue("");""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsString().NotNullable().WithDefaultValue(Environment.MachineName);""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsDateTime().WithDefault(SystemMethods.CurrentDateTime);""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsGuid().WithDefaultValue(RawSql.Insert("gen_random_uuid()"));""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsInt32().Identity();""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsInt32().Identity(PostgresGenerationType.ByDefault);""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsInt32().Computed("a + b", stored: true);""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsCustom("bigserial");""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsCustom("int GENERATED BY DEFAULT AS IDENTITY");""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsCustom("text DEFAULT ''");""")]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("id").AsInt32(); Alter.Table("orders").AddColumn("c").AsString();""")]
    [InlineData(Fluent, """Create.Table("fresh").WithColumn("id").AsInt32(); Rename.Table("fresh").To("orders"); Alter.Table("orders").AddColumn("c").AsString();""")]
    [InlineData(Fluent, """Create.Table("orders").InSchema("a").WithColumn("id").AsInt32(); Alter.Table("orders").InSchema("a").ToSchema("b"); Alter.Table("orders").InSchema("b").AddColumn("c").AsString();""")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD c int")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD c int NOT NULL DEFAULT 0")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD c bigserial NOT NULL")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD c int GENERATED BY DEFAULT AS IDENTITY")]
    [InlineData(AnyDdl, "ALTER TABLE orders ADD c int NOT NULL GENERATED ALWAYS AS (a + 1) STORED")]
    [InlineData(AnyDdl, "CREATE TABLE orders (id int); ALTER TABLE orders ADD c int NOT NULL")]
    public Task ColumnThatRowsCanFill_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Fact]
    public Task ColumnOfNewTable_DoesNotTrigger() => VerifyAsync(
        Ef,
        """
        migrationBuilder.CreateTable(name: "orders", columns: table => new { id = table.Column<int>() });
        migrationBuilder.AddColumn<int>(name: "c", table: "orders", type: "integer", nullable: false);
        """);

    [Theory]
    [InlineData(Ef, """{|#0:migrationBuilder.AddColumn<int>("c", "orders")|};""", "Adding the required column 'c' to 'orders' fails as soon as the table holds a row; give the existing rows a value first")]
    [InlineData(Ef, """{|#0:migrationBuilder.AddColumn<int>(System.Environment.MachineName, "orders")|};""",
        "Adding a required column to 'orders' fails as soon as the table holds a row; give the existing rows a value first")]
    [InlineData(Fluent, """Alter.Table("orders").InSchema("shop").{|#0:AddColumn("email")|}.AsString();""",
        "Adding the required column 'email' to 'shop.orders' fails as soon as the table holds a row; give the existing rows a value first")]
    [InlineData(NpgsqlSql, "ALTER TABLE shop.orders {|#0:ADD email text NOT NULL|}", "Adding the required column 'email' to 'shop.orders' fails as soon as the table holds a row; give the existing rows a value first")]
    public Task Message_UsesTheNamesOfTheMigration(Written written, string source, string message) => VerifyMessageAsync(written, source, message);
}
