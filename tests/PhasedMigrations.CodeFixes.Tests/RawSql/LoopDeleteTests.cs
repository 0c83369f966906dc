namespace PhasedMigrations.CodeFixes.Tests.RawSql;

/// <summary>PHM5003: a loop that deletes until nothing matches becomes the phased deletion that it was meant to be.</summary>
public sealed class LoopDeleteTests
{
    [Fact]
    public Task Loop_BecomesADeletion() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """"
            // nobody can open them
            migrationBuilder.Sql(
                """
                COMMENT ON TABLE users IS 'ours';
                DO $purge$
                DECLARE
                    gone integer;
                BEGIN
                    LOOP
                        -- not all at once
                        {|PHM5003:DELETE FROM sales."Sessions"
                        WHERE id IN (
                            SELECT id FROM sales."Sessions"
                            WHERE expired AND note <> 'it''s' AND created_at < now() - interval '2 years'
                            ORDER BY id LIMIT 1000 FOR UPDATE)|};
                        GET DIAGNOSTICS gone = ROW_COUNT;
                        RAISE NOTICE '% rows', gone;
                        EXIT WHEN gone = 0;
                        COMMIT;
                        PERFORM pg_sleep(0.1);
                    END LOOP;
                END
                $purge$;
                COMMENT ON TABLE sales."Sessions" IS 'open ones';
                """);

            migrationBuilder.AddColumn<string>(name: "device", schema: "sales", table: "Sessions", nullable: true);
            """",
            """migrationBuilder.DropColumn(name: "device", schema: "sales", table: "Sessions");"""),
        MigrationSource.Phased(
            """"
            // nobody can open them
            migrationBuilder.Sql(
                """
                COMMENT ON TABLE users IS 'ours';
                COMMENT ON TABLE sales."Sessions" IS 'open ones';
                """);

            migrationBuilder.Phased("AddThings", phased => phased
                // not all at once
                .DeleteRows(
                    table: "Sessions",
                    where: "expired AND note <> 'it''s' AND created_at < now() - interval '2 years'",
                    schema: "sales"));

            migrationBuilder.AddColumn<string>(name: "device", schema: "sales", table: "Sessions", nullable: true);
            """",
            """
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.DropColumn(name: "device", schema: "sales", table: "Sessions");
            """));

    [Theory]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; EXIT WHEN NOT FOUND; END LOOP;")]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE ctid = ANY (ARRAY(SELECT ctid FROM orders WHERE a IS NULL FOR UPDATE LIMIT 10))|}; IF NOT FOUND THEN EXIT; END IF; END LOOP;")]
    [InlineData("LOOP {|PHM5003:WITH batch AS (SELECT order_id FROM orders WHERE a IS NULL LIMIT 10) DELETE FROM orders USING batch WHERE orders.order_id = batch.order_id|}; COMMIT; EXIT WHEN NOT FOUND; END LOOP;")]
    public Task EveryWayToPickABatch_BecomesTheSame(string loop) => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded($"migrationBuilder.Sql(\"DO $x$ BEGIN {loop} END $x$\");"),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .DeleteRows(table: "orders", where: "a IS NULL"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    /// <summary>Rows that refer to others go first: what stood first stays first.</summary>
    [Fact]
    public Task Deletions_KeepTheirOrder() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            migrationBuilder.Sql("DO $x$ BEGIN LOOP {|PHM5003:DELETE FROM lines WHERE id IN (SELECT id FROM lines WHERE gone LIMIT 10)|}; EXIT WHEN NOT FOUND; END LOOP; END $x$");

            {|PHM3001:migrationBuilder.AddForeignKey(name: "fk_a", table: "a", column: "order_id", principalTable: "orders", principalColumn: "id", onDelete: ReferentialAction.Cascade)|};

            migrationBuilder.Sql("DO $x$ BEGIN LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE gone LIMIT 10)|}; EXIT WHEN NOT FOUND; END LOOP; END $x$");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .DeleteRows(table: "lines", where: "gone")
                .AddForeignKey(
                    name: "fk_a",
                    table: "a",
                    column: "order_id",
                    principalTable: "orders",
                    principalColumn: "id",
                    onDelete: ForeignKeyAction.Cascade)
                .DeleteRows(table: "orders", where: "gone"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    /// <summary>The second reads what the first has written.</summary>
    [Fact]
    public Task Backfills_KeepTheirOrder() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            migrationBuilder.Sql("{|PHM5001:UPDATE orders SET a = 1 WHERE a IS NULL|}");

            migrationBuilder.Sql("{|PHM5001:UPDATE orders SET b = a WHERE b IS NULL|}");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .Backfill(table: "orders", set: "\"a\" = 1", where: "a IS NULL")
                .Backfill(table: "orders", set: "\"b\" = a", where: "b IS NULL"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    private const string End = "EXIT WHEN NOT FOUND; END LOOP;";

    [Theory]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE user_id IN (SELECT user_id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)] // several rows each
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM users WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM sales.orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders o WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM ONLY orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10) AND b > 0|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10) RETURNING id|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10 OFFSET 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10 FOR UPDATE SKIP LOCKED)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE random() < 0.1 LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE user_id NOT IN (SELECT id FROM users) LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a = n LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders USING users WHERE orders.id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; INSERT INTO log VALUES (1); " + End)]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; n := n + 1; EXIT WHEN n > 5; END LOOP;")]
    [InlineData("LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; GET DIAGNOSTICS n = ROW_COUNT; EXIT WHEN n < 1000; END LOOP;")]
    [InlineData("FOR i IN 1..9 LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("WHILE true LOOP {|PHM5003:DELETE FROM orders WHERE id BETWEEN n AND n + 999|}; n := n + 1000; " + End)]
    public Task LoopThatIsMore_IsNotOffered(string loop) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased, MigrationSource.Scaffolded($"migrationBuilder.Sql(\"DO $x$ DECLARE n int := 0; BEGIN {loop} END $x$\");"));

    /// <summary>Rows of other tables may go along.</summary>
    [Theory]
    [InlineData("""migrationBuilder.Sql("INSERT INTO totals SELECT count(*) FROM lines");""")]
    [InlineData("""migrationBuilder.DropTable(name: "orders");""")]
    [InlineData("""migrationBuilder.DeleteData(table: "users", keyColumn: "id", keyValue: 1);""")]
    [InlineData("""foreach (var table in new[] { "a" }) migrationBuilder.DropTable(table);""")]
    public Task RowsThatMustBeGoneAfterwards_NothingIsOffered(string then) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded($$"""
            migrationBuilder.Sql("DO $x$ BEGIN LOOP {|PHM5003:DELETE FROM orders WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; EXIT WHEN NOT FOUND; END LOOP; END $x$");

            {{then}}
            """));
}
