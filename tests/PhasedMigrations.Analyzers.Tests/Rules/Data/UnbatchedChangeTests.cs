using PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;
using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Data;

public sealed class UnbatchedChangeTests() : RuleTest("PHM5001")
{
    [Theory]
    [InlineData("UPDATE orders SET a = 1")]
    [InlineData("UPDATE orders SET a = 1 WHERE true")]
    [InlineData("UPDATE orders SET a = 1 WHERE 1 = 1")]
    [InlineData("UPDATE orders SET a = 1 WHERE a IS NULL")]
    [InlineData("UPDATE orders SET a = 1 WHERE status = 'open'")]
    [InlineData("UPDATE orders SET a = 1 WHERE plan_type IN (4, 5, 10)")]
    [InlineData("UPDATE orders SET a = 1 WHERE paid = true AND valid = false")]
    [InlineData("UPDATE orders SET a = 1 WHERE prepaid = 't'")]
    [InlineData("UPDATE orders SET a = 1 WHERE id = 1 OR status = 'open'")]
    [InlineData("UPDATE orders SET a = 1 WHERE created < now() - interval '1 year'")]
    [InlineData("UPDATE orders o SET a = u.a FROM users u WHERE u.id = o.user_id")]
    [InlineData("UPDATE orders SET a = (SELECT a FROM users WHERE users.id = user_id ORDER BY a LIMIT 1)")]
    [InlineData("UPDATE orders SET a = 1 WHERE id IN (SELECT order_id FROM items)")]
    [InlineData("DELETE FROM orders")]
    [InlineData("DELETE FROM orders WHERE deleted_at IS NOT NULL")]
    [InlineData("DELETE FROM orders USING users WHERE users.id = user_id")]
    [InlineData("MERGE INTO orders USING users ON users.id = user_id WHEN MATCHED THEN UPDATE SET a = 1")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM orders")]
    public Task WholeTable_Triggers(string sql) => VerifyAsync(AnySql, Marked(sql));

    [Theory]
    [InlineData(AnySql, "DO $$ BEGIN IF true THEN [|DELETE FROM orders|]; END IF; END $$")]
    [InlineData(AnySql, "DO $$ BEGIN EXECUTE 'UPDATE orders SET a = 1 WHERE id = 1'; EXECUTE '[|UPDATE orders SET a = 1|]'; END $$")]
    [InlineData(Alone, "DO $$ BEGIN LOOP [|UPDATE orders SET a = 1 WHERE a IS NULL|]; COMMIT; END LOOP; END $$")]
    [InlineData(Script, "WITH gone AS ([|DELETE FROM orders RETURNING *|]) INSERT INTO archive SELECT * FROM gone")]
    [InlineData(Script, "CREATE TABLE users (id int); [|UPDATE orders SET a = 1|]")]
    [InlineData(Script, "[|DELETE FROM orders|]; DROP TABLE users")]
    [InlineData(Fluent, """[|Update.Table("orders")|].Set(new { a = 1 }).AllRows();""")]
    [InlineData(Fluent, """[|Delete.FromTable("orders")|].AllRows();""")]
    [InlineData(Fluent, """[|Delete.FromTable("orders")|].IsNull("a");""")]
    [InlineData(Fluent, """[|Update.Table("orders")|].Set(new { monitored = true }).Where(new { ignored = false });""")]
    public Task InEveryForm_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData("UPDATE orders SET a = 1 WHERE id = 5")]
    [InlineData("UPDATE orders SET a = 1 WHERE \"OrderId\" = 5")]
    [InlineData("UPDATE orders SET a = 1 WHERE orders.id IN (1, 2, 3)")]
    [InlineData("UPDATE orders SET a = 1 WHERE id = ANY ('{1,2}')")]
    [InlineData("UPDATE orders SET a = 1 WHERE status = 'open' AND user_uuid = '5c0f'")]
    [InlineData("UPDATE orders SET a = 1 WHERE (id = 1 OR id = 2) AND a IS NULL")]
    [InlineData("UPDATE orders SET a = 1 WHERE role_id = (SELECT id FROM roles WHERE name = 'admin')")]
    [InlineData("UPDATE settings SET value = '1' WHERE \"Key\" = 'theme'")]
    [InlineData("UPDATE orders SET a = 1 WHERE ClaimSetName = 'x'")]
    [InlineData("UPDATE orders SET a = 1 WHERE UserId = 5")]
    [InlineData("UPDATE orders SET a = 1 WHERE id BETWEEN 1 AND 10000")]
    [InlineData("UPDATE orders SET a = 1 WHERE id >= 1 AND id < 10000")]
    [InlineData("UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 1000)")]
    [InlineData("WITH batch AS (SELECT id FROM orders LIMIT 1000) UPDATE orders SET a = 1 FROM batch WHERE batch.id = orders.id")]
    [InlineData("UPDATE orders o SET a = v.a FROM (VALUES (1, 'x'), (2, 'y')) v (id, a) WHERE v.id = o.id")]
    [InlineData("DELETE FROM orders USING (VALUES (1), (2)) v (id) WHERE v.id = orders.id")]
    [InlineData("DELETE FROM orders; DROP TABLE orders")]
    [InlineData("MERGE INTO roles r USING (VALUES (1, 'a')) v (id, name) ON v.id = r.id WHEN MATCHED THEN UPDATE SET name = v.name")]
    [InlineData("MERGE INTO roles r USING (SELECT 1 AS id) v ON v.id = r.id WHEN MATCHED THEN DELETE")]
    [InlineData("UPDATE orders SET a = NULL WHERE a != NULL")]
    [InlineData("DELETE FROM orders WHERE false")]
    [InlineData("INSERT INTO orders VALUES (1), (2)")]
    [InlineData("INSERT INTO orders SELECT * FROM old_orders")]
    [InlineData("COPY orders FROM '/tmp/x'")]
    [InlineData("EXPLAIN DELETE FROM orders")]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM orders'")]
    [InlineData("CREATE TABLE orders (a int); UPDATE orders SET a = 1")]
    public Task FewRows_DoNotTrigger(string sql) => VerifyAsync(AnySql, sql);

    [Theory]
    [InlineData(Alone, "DO $$ DECLARE n int; BEGIN LOOP DELETE FROM orders WHERE ctid IN (SELECT ctid FROM orders WHERE old LIMIT 1000); GET DIAGNOSTICS n = ROW_COUNT; EXIT WHEN n = 0; COMMIT; END LOOP; END $$")]
    [InlineData(Alone, "DO $$ BEGIN FOR i IN 0..9 LOOP UPDATE orders SET a = 1 WHERE day >= i AND day < i + 1; COMMIT; END LOOP; END $$")]
    [InlineData(Alone, "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM users LOOP UPDATE orders SET a = 1 WHERE owner = r.owner; COMMIT; END LOOP; END $$")]
    [InlineData(Ef, """migrationBuilder.UpdateData("orders", "id", 1, "a", 5); migrationBuilder.DeleteData("orders", "id", 1); migrationBuilder.InsertData("orders", "id", 1);""")]
    [InlineData(Fluent, """Update.Table("orders").Set(new { a = 1 }).Where(new { kind = "x" });""")]
    [InlineData(Fluent, """Delete.FromTable("orders").Row(new { kind = "x" });""")]
    [InlineData(Fluent, """Insert.IntoTable("orders").Row(new { a = 1 });""")]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("a").AsInt32(); Update.Table("orders").Set(new { a = 1 }).AllRows();""")]
    public Task BatchesAndSeedRows_DoNotTrigger(Written written, string source) => VerifyAsync(written, source);

    /// <summary>What an earlier migration says about the table's keys.</summary>
    [Theory]
    [InlineData("language = 'nb' AND template = 1", true)]
    [InlineData("language = 'nb'", false)]
    public Task RowOfAUniqueIndex_DoesNotTrigger(string condition, bool isOne) => new ScriptTest()
        .With("/repo/app/db/V1__templates.sql", "CREATE TABLE templates (language text, template int, body text, UNIQUE (language, template));")
        .With("/repo/app/db/V2__texts.sql", isOne
            ? $"UPDATE templates SET body = '' WHERE {condition};"
            : $"{{|PHM5001:UPDATE templates SET body = '' WHERE {condition}|}};")
        .VerifyAsync();

    [Fact]
    public Task SmallTable_DoesNotTrigger() =>
        VerifyAsync(AnySql, "UPDATE settings SET a = 1", "phased_migrations.small_tables = settings");

    [Theory]
    [InlineData("UPDATE app.orders SET a = 1", "Updating 'app.orders'")]
    [InlineData("DELETE FROM orders", "Deleting from 'orders'")]
    [InlineData("MERGE INTO orders USING users ON true WHEN MATCHED THEN DELETE", "Merging into 'orders'")]
    public Task Message_NamesTheTable(string sql, string beginning) => VerifyMessageAsync(
        EfSql,
        "{|#0:" + sql + "|}",
        $"{beginning} in one statement keeps every row it changes locked until the transaction ends; change the rows in batches");

    /// <summary>EXPLAIN ANALYZE runs what it explains: the finding stands at that.</summary>
    private static string Marked(string sql) => sql.StartsWith("EXPLAIN ANALYZE ", StringComparison.Ordinal)
        ? "EXPLAIN ANALYZE [|" + sql["EXPLAIN ANALYZE ".Length..] + "|]"
        : $"[|{sql}|]";
}
