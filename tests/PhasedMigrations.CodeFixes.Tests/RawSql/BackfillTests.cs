namespace PhasedMigrations.CodeFixes.Tests.RawSql;

public sealed class BackfillTests
{
    [Fact]
    public Task Update_BecomesABackfill() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """"
            // everybody has one now
            migrationBuilder.Sql(
                """
                -- the old flag goes
                {|PHM5001:UPDATE sales."Users"
                SET verified = COALESCE(legacy, false), note = 'it''s'
                WHERE verified IS NULL AND legacy IS NOT NULL|};
                """);
            """",
            """migrationBuilder.Sql("COMMENT ON TABLE orders IS NULL");"""),
        MigrationSource.Phased(
            """"
            migrationBuilder.Phased("AddThings", phased => phased
                // everybody has one now
                // the old flag goes
                .Backfill(
                    table: "Users",
                    set: "\"verified\" = COALESCE(legacy, false), \"note\" = 'it''s'",
                    where: "verified IS NULL AND legacy IS NOT NULL",
                    schema: "sales"));
            """",
            """
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.Sql("COMMENT ON TABLE orders IS NULL");
            """));

    [Fact]
    public Task ColumnsThatAreNew_AreFilledWhereTheyAreNull() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.Sql("ALTER TABLE orders ADD COLUMN \"Level\" text");

            migrationBuilder.Sql("{|PHM5002:UPDATE orders SET rank = total / 10, \"Level\" = 'low' WHERE total > 5|}");

            migrationBuilder.CreateTable(
                name: "ranks",
                columns: table => new { id = table.Column<int>(type: "integer", nullable: false) });
            """,
            """migrationBuilder.DropColumn(name: "rank", table: "orders");"""),
        MigrationSource.Phased(
            """
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.Sql("ALTER TABLE orders ADD COLUMN \"Level\" text");

            migrationBuilder.Phased("AddThings", phased => phased
                .Backfill(table: "orders", set: "\"rank\" = total / 10", where: "(total > 5) AND \"rank\" IS NULL")
                .Backfill(table: "orders", set: "\"Level\" = 'low'", where: "(total > 5) AND \"Level\" IS NULL"));

            migrationBuilder.CreateTable(
                name: "ranks",
                columns: table => new { id = table.Column<int>(type: "integer", nullable: false) });
            """,
            """
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.DropColumn(name: "rank", table: "orders");
            """));

    [Fact]
    public Task UpdateBeforeNotNull_JoinsItInOrder() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            migrationBuilder.Sql("COMMENT ON TABLE users IS 'ours'; {|PHM5001:UPDATE orders SET state = 'new' WHERE state IS NULL|}; COMMENT ON TABLE a IS 'b'");

            {|PHM1007:migrationBuilder.AlterColumn<string>(name: "state", table: "orders", nullable: false, oldNullable: true)|};
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Sql("COMMENT ON TABLE users IS 'ours'; COMMENT ON TABLE a IS 'b'");

            migrationBuilder.Phased("AddThings", phased => phased
                .Backfill(table: "orders", set: "\"state\" = 'new'", where: "state IS NULL")
                .SetNotNull(table: "orders", column: "state"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Theory]
    [InlineData("{|PHM5001:UPDATE orders SET state = 'new'|}")] // would undo what the application writes meanwhile
    [InlineData("{|PHM5001:UPDATE orders SET state = 'new' WHERE total > 5|}")]
    [InlineData("{|PHM5001:UPDATE orders SET state = 'new' WHERE state IS NULL OR total > 5|}")]
    [InlineData("{|PHM5001:UPDATE orders SET state = 'new' WHERE total > 5 OR total < 2 AND state IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders SET state = 'new' WHERE state <> 'new'|}")]
    [InlineData("{|PHM5001:UPDATE orders SET state = 'old' WHERE state = 'old'|}")]
    [InlineData("{|PHM5001:UPDATE orders SET total = total + 1 WHERE total IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders SET a = b, b = a WHERE a IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders SET (a, b) = (1, 2) WHERE a IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders SET tags[1] = 'x' WHERE tags IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders o SET a = 1 WHERE a IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE ONLY orders SET a = 1 WHERE a IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders SET a = users.a FROM users WHERE orders.b = users.b AND a IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders SET a = (SELECT max(a) FROM users) WHERE a IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders SET a = 1 WHERE a IS NULL RETURNING a|}")]
    [InlineData("{|PHM5001:DELETE FROM orders WHERE a IS NULL|}")]
    [InlineData("{|PHM5001:UPDATE orders SET a = 1 WHERE a IS NULL|}; CREATE UNIQUE INDEX ON orders (a)", "{|PHM2001:", "|}")]
    [InlineData("{|PHM5001:UPDATE orders SET a = 1 WHERE a IS NULL|}; ALTER TABLE orders VALIDATE CONSTRAINT ck_a")]
    [InlineData("BEGIN; {|PHM5001:UPDATE orders SET a = 1 WHERE a IS NULL|}; COMMIT")]
    [InlineData("DO $x$ BEGIN {|PHM5001:UPDATE orders SET a = 1 WHERE a IS NULL|}; END $x$")]
    public Task WhereItCannotBeRight_NothingIsOffered(string sql, string open = "", string close = "") => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded($"migrationBuilder.Sql(\"{(open.Length == 0 ? sql : sql.Replace("CREATE", open + "CREATE", StringComparison.Ordinal) + close)}\");"));

    [Theory]
    [InlineData("""migrationBuilder.DropColumn(name: "b", table: "orders");""")]
    [InlineData("""migrationBuilder.UpdateData(table: "orders", keyColumn: "id", keyValue: 1, column: "a", value: 2);""")]
    [InlineData("""migrationBuilder.Sql("INSERT INTO totals SELECT sum(a) FROM orders");""")]
    [InlineData("""foreach (var table in new[] { "a" }) migrationBuilder.DropTable(table);""")]
    public Task RowsThatAreNeededAfterwards_NothingIsOffered(string then) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded($$"""
            migrationBuilder.Sql("{|PHM5001:UPDATE orders SET a = 1 WHERE a IS NULL|}");

            {{then}}
            """));
}
