using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Indexes;

public sealed class IndexBlocksWritesTests() : RuleTest("PHM2001")
{
    [Theory]
    [InlineData(Ef, """[|migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "user_id")|];""")]
    [InlineData(Ef, """[|migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "user_id", unique: true)|];""")]
    [InlineData(Ef, """[|migrationBuilder.CreateIndex(name: "IX", table: "orders", columns: new[] { "a", "b" }, descending: new[] { true, false })|];""")]
    [InlineData(Ef, """[|migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "user_id", filter: "deleted IS NULL")|];""")]
    [InlineData(Ef, """[|migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "a")|].Annotation("Npgsql:IndexMethod", "gin");""")]
    [InlineData(Ef, """[|migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "a")|].Annotation("Npgsql:CreatedConcurrently", false);""")]
    [InlineData(Ef, """
        migrationBuilder.AddColumn<int>(name: "a", table: "orders", type: "integer", nullable: true);
        [|migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "a")|];
        """)]
    [InlineData(Fluent, """[|Create.Index("IX")|].OnTable("orders").OnColumn("a");""")]
    [InlineData(Fluent, """[|Create.Index()|].OnTable("orders").OnColumn("a").Ascending().OnColumn("b").Descending();""")]
    [InlineData(Fluent, """[|Create.Index("IX")|].OnTable("orders").InSchema("s").OnColumn("a").Unique();""")]
    [InlineData(Fluent, """[|Create.Index("IX")|].OnTable("orders").OnColumn("a").Ascending().WithOptions().Unique().WithOptions().Filter("a > 0").UsingBTree().Fillfactor(80);""")]
    [InlineData(Fluent, """[|Create.Index("IX")|].OnTable("orders").OnColumn("a").Ascending().WithOptions().AsConcurrently(false);""")]
    [InlineData(Fluent, """[|Create.Index("IX")|].OnTable("orders").OnColumn("a").Ascending().NullsLast().Include("b");""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("c").AsString().Nullable().[|Indexed("IX")|];""")]
    [InlineData(Fluent, """Alter.Table("orders").AlterColumn("c").AsString().[|Unique()|];""")]
    [InlineData(Fluent, """Create.Column("c").OnTable("orders").AsString().Nullable().[|Unique("IX")|];""")]
    [InlineData(AnyDdl, "[|CREATE INDEX ix ON orders (a)|]")]
    [InlineData(AnyDdl, "[|CREATE UNIQUE INDEX ON s.\"Orders\" USING btree (lower(a) DESC) INCLUDE (b) WHERE b > 0|]; SELECT 1")]
    [InlineData(AnyDdl, "CREATE TABLE users (id int); [|CREATE INDEX ix ON orders (a)|]")]
    [InlineData(AnyDdl, "DO $$ BEGIN [|CREATE INDEX ix ON orders (a)|]; END $$")]
    public Task IndexOnLiveTable_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, """migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id").Annotation("Npgsql:CreatedConcurrently", true);""")]
    [InlineData(Fluent, """{|PHM2004:Create.Index("IX")|}.OnTable("orders").OnColumn("a").Ascending().WithOptions().AsConcurrently();""")]
    [InlineData(Fluent, """{|PHM2004:Create.Index("IX")|}.OnTable("orders").OnColumn("a").Unique().WithOptions().AsConcurrently(true).UsingGin();""")]
    [InlineData(Fluent, """{|PHM2004:Create.Index("IX")|}.OnTable("orders").OnColumn("a").Ascending().WithOptions().UsingBrin().AsConcurrently();""")]
    [InlineData(Fluent, """Execute.Sql("CREATE TABLE orders (a int) PARTITION BY RANGE (a)"); Create.Index("IX").OnTable("orders").OnColumn("a");""")]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("a").AsInt32().Indexed().Unique(); Create.Index("IX").OnTable("orders").OnColumn("a");""")]
    [InlineData(Alone | Commands | DbUpSql, "CREATE INDEX CONCURRENTLY ix ON orders (a)")]
    [InlineData(AnyDdl, "CREATE TABLE orders (a int); CREATE INDEX ix ON orders (a)")]
    [InlineData(AnyDdl, "CREATE TABLE parts (a int) PARTITION BY RANGE (a); CREATE INDEX ix ON parts (a)")]
    public Task HarmlessIndex_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Ef, """{|#0:migrationBuilder.CreateIndex(name: "IX_orders_user_id", table: "orders", column: "user_id")|};""",
        "Creating index 'IX_orders_user_id' blocks writes to 'orders' until every row is indexed; create it concurrently")]
    [InlineData(Fluent, """{|#0:Create.Index("IX_orders")|}.OnTable("orders").InSchema("shop").OnColumn("id");""",
        "Creating index 'IX_orders' blocks writes to 'shop.orders' until every row is indexed; create it concurrently")]
    [InlineData(DbUpSql, "{|#0:CREATE INDEX ix_orders ON shop.orders (id)|}",
        "Creating index 'ix_orders' blocks writes to 'shop.orders' until every row is indexed; create it concurrently")]
    public Task Message_UsesTheNamesOfTheMigration(Written written, string source, string message) => VerifyMessageAsync(written, source, message);
}
