namespace PhasedMigrations.CodeFixes.Tests.RawSql;

/// <summary>PHM5003: a loop that finds its own batches becomes the backfill that it was meant to be.</summary>
public sealed class LoopBackfillTests
{
    [Fact]
    public Task Loop_BecomesABackfill() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """"
            // everybody has one now
            migrationBuilder.Sql(
                """
                COMMENT ON TABLE users IS 'ours';
                DO $fill$
                DECLARE
                    changed integer;
                    total bigint := 0;
                BEGIN
                    LOOP
                        -- not all at once
                        {|PHM5003:UPDATE sales."Users"
                        SET verified = COALESCE(legacy, false), note = 'it''s'
                        WHERE id IN (
                            SELECT id FROM sales."Users"
                            WHERE verified IS NULL AND legacy IS NOT NULL
                            ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED)|};
                        GET DIAGNOSTICS changed = ROW_COUNT;
                        total := total + changed;
                        RAISE NOTICE '% rows', total;
                        EXIT WHEN changed = 0;
                        COMMIT;
                        PERFORM pg_sleep(0.1);
                    END LOOP;
                END
                $fill$;
                """);

            {|PHM1007:migrationBuilder.AlterColumn<bool>(name: "verified", schema: "sales", table: "Users", nullable: false, oldNullable: true)|};
            """"),
        MigrationSource.Phased(
            """"
            // everybody has one now
            migrationBuilder.Sql(
                """
                COMMENT ON TABLE users IS 'ours';
                """);

            migrationBuilder.Phased("AddThings", phased => phased
                // not all at once
                .Backfill(
                    table: "Users",
                    set: "\"verified\" = COALESCE(legacy, false), \"note\" = 'it''s'",
                    where: "verified IS NULL AND legacy IS NOT NULL",
                    schema: "sales")
                .SetNotNull(table: "Users", column: "verified", schema: "sales"));
            """",
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Theory]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; EXIT WHEN NOT FOUND; END LOOP;")]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE ctid = ANY (ARRAY(SELECT ctid FROM orders WHERE a IS NULL FOR UPDATE LIMIT 10))|}; IF NOT FOUND THEN EXIT; END IF; END LOOP;")]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE ID = ANY (SELECT \\\"id\\\" FROM Orders WHERE a IS NULL LIMIT 10)|}; COMMIT; EXIT WHEN NOT FOUND; END LOOP;")]
    [InlineData("LOOP {|PHM5003:WITH batch AS (SELECT order_id FROM orders WHERE a IS NULL LIMIT 10) UPDATE orders SET a = 1 FROM batch WHERE orders.order_id = batch.order_id|}; EXIT WHEN NOT FOUND; END LOOP;")]
    [InlineData("LOOP {|PHM5003:WITH b AS MATERIALIZED (SELECT id FROM orders WHERE a IS NULL LIMIT 10 FOR UPDATE) UPDATE orders SET a = 1 FROM b WHERE b.id = orders.id|}; EXIT WHEN NOT FOUND; END LOOP; COMMIT;")]
    public Task EveryWayToPickABatch_BecomesTheSame(string loop) => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded($"migrationBuilder.Sql(\"DO $x$ BEGIN {loop} END $x$\");"),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .Backfill(table: "orders", set: "\"a\" = 1", where: "a IS NULL"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Theory]
    [InlineData("SELECT id FROM orders WHERE a IS NULL LIMIT batch", "EXIT WHEN n < batch")]
    [InlineData("SELECT id FROM orders WHERE a IS NULL LIMIT 10", "EXIT WHEN n < 10")]
    [InlineData("SELECT id FROM orders WHERE a IS NULL LIMIT 10", "IF n <= 0 THEN EXIT; END IF")]
    public Task CountedRows_EndTheLoop(string batch, string exit) => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            $"migrationBuilder.Sql(\"DO $x$ DECLARE n int; batch int = 10; BEGIN LOOP {{|PHM5003:UPDATE orders SET a = 1 WHERE id IN ({batch})|}}; GET DIAGNOSTICS n := ROW_COUNT; {exit}; END LOOP; END $x$\");"),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .Backfill(table: "orders", set: "\"a\" = 1", where: "a IS NULL"));
            """,
            """migrationBuilder.RevertPhased("AddThings");"""));

    private const string End = "EXIT WHEN NOT FOUND; END LOOP;";

    [Theory]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE user_id IN (SELECT user_id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)] // several rows each
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM users WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM sales.orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT o.id FROM orders o WHERE o.a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10) AND b > 0|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10 OFFSET 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE b > 5 LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = a + 1 WHERE id IN (SELECT id FROM orders WHERE a < 5 LIMIT 10)|}; " + End)] // more than once a row
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = (SELECT 1) WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = n WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL AND id > n LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; n := n + 1; EXIT WHEN n > 5; END LOOP;")]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; GET DIAGNOSTICS n = ROW_COUNT; EXIT WHEN n < 1000; END LOOP;")]
    [InlineData("FOR i IN 1..9 LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; PERFORM notify_all(); " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; INSERT INTO log VALUES (1); " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; RAISE EXCEPTION 'no'; " + End)]
    [InlineData("LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 10)|}; END LOOP;")]
    [InlineData("WHILE true LOOP {|PHM5003:UPDATE orders SET a = 1 WHERE id BETWEEN n AND n + 999|}; n := n + 1000; " + End)]
    public Task LoopThatIsMore_IsNotOffered(string loop) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased, MigrationSource.Scaffolded($"migrationBuilder.Sql(\"DO $x$ DECLARE n int := 0; BEGIN {loop} END $x$\");"));
}
