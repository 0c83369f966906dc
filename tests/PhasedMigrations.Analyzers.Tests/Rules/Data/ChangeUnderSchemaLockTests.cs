using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Data;

public sealed class ChangeUnderSchemaLockTests() : RuleTest("PHM5002")
{
    private const string Column = "ALTER TABLE orders ADD note text";

    [Theory]
    [InlineData(InTransaction, $"{Column}; [|UPDATE orders SET note = ''|]")]
    [InlineData(InTransaction, $"{Column}; [|DELETE FROM items WHERE price IS NULL|]")]
    [InlineData(InTransaction, $"{Column}; [|INSERT INTO notes SELECT id, 'x' FROM orders|]")]
    [InlineData(InTransaction, $"CREATE TABLE notes (id int); {Column}; [|INSERT INTO notes SELECT id FROM orders WHERE kind = 'x'|]")]
    [InlineData(InTransaction, "ALTER TABLE orders RENAME a TO b; [|UPDATE orders SET b = 0|]")]
    [InlineData(InTransaction, "ALTER TABLE orders DROP COLUMN a; [|UPDATE orders SET b = 0|]")]
    [InlineData(InTransaction, "ALTER TABLE orders ALTER a SET DEFAULT 1; [|UPDATE orders SET a = 1|]")]
    [InlineData(InTransaction, "ALTER TABLE orders ADD CONSTRAINT c CHECK (a > 0) NOT VALID; [|UPDATE orders SET a = 1|]")]
    [InlineData(InTransaction, "DROP INDEX ix; [|UPDATE orders SET a = 1|]")]
    [InlineData(InTransaction, "ALTER TABLE orders DISABLE TRIGGER watch; [|UPDATE orders SET a = 1|]; ALTER TABLE orders ENABLE TRIGGER watch")]
    [InlineData(EfSuppressed | FluentSqlAlone, $"{Column}; [|UPDATE orders SET note = ''|]")]
    [InlineData(Script, $"BEGIN; {Column}; [|UPDATE orders SET note = ''|]; COMMIT")]
    [InlineData(AnySql, $"DO $$ BEGIN {Column}; [|UPDATE orders SET note = ''|]; END $$")]
    [InlineData(Ef, """migrationBuilder.AddColumn<string>("note", "orders", nullable: true); migrationBuilder.Sql("[|UPDATE orders SET note = ''|]");""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("note").AsString().Nullable(); [|Update.Table("orders")|].Set(new { note = "" }).AllRows();""")]
    [InlineData(Fluent, """Alter.Table("orders").AddColumn("note").AsString().Nullable(); Execute.Sql("[|UPDATE orders SET note = ''|]");""")]
    public Task ChangeAfterTheSchema_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(InTransaction, $"{{|PHM5001:UPDATE orders SET a = 1|}}; {Column}")]
    [InlineData(InTransaction, $"{Column}; UPDATE orders SET note = '' WHERE id = 5")]
    [InlineData(InTransaction, $"{Column}; INSERT INTO roles VALUES (1)")]
    [InlineData(InTransaction, $"{Column}; INSERT INTO roles SELECT 1, 'admin' WHERE NOT EXISTS (SELECT 1 FROM roles WHERE id = 1)")]
    [InlineData(InTransaction, $"{Column}; INSERT INTO roles SELECT * FROM (VALUES (1), (2)) v")]
    [InlineData(InTransaction, $"{Column}; INSERT INTO rights SELECT id, 'read' FROM roles WHERE name = 'admin'")]
    [InlineData(InTransaction, "CREATE TABLE notes (a int); INSERT INTO notes SELECT id FROM orders; UPDATE notes SET a = 1")]
    [InlineData(InTransaction, "CREATE TABLE notes (a int); ALTER TABLE notes ADD b int; {|PHM5001:UPDATE orders SET a = 1|}")]
    [InlineData(InTransaction, "CREATE INDEX i ON orders (a)")]
    [InlineData(Script, $"{Column}; {{|PHM5001:UPDATE orders SET note = ''|}}")]
    [InlineData(Script, $"BEGIN; {Column}; COMMIT; {{|PHM5001:UPDATE orders SET note = ''|}}")]
    [InlineData(FluentAlone, """Alter.Table("orders").AddColumn("note").AsString().Nullable(); {|PHM5001:Update.Table("orders")|}.Set(new { note = "" }).AllRows();""")]
    public Task ChangeWithoutAHeldLock_DoesNotTrigger(Written written, string source) =>
        VerifyAsync(written, source.Replace("CREATE INDEX i ON orders (a)", "{|PHM2001:CREATE INDEX i ON orders (a)|}", StringComparison.Ordinal));

    /// <summary>Sonarr: what several branches do alike is done once, and its locks are those of the statements before it.</summary>
    [Fact]
    public Task ChangeInSeveralBranches_IsReadOnce() => VerifyAsync(Fluent, """
        switch (Environment.ProcessorCount) { case 1: Change(); return; default: Change(); return; }
        void Change()
        {
            {|PHM5001:Update.Table("orders")|}.Set(new { a = 1 }).AllRows();
            Rename.Table("users").To("people");
        }
        """);

    [Theory]
    [InlineData("ALTER TABLE orders ADD note text; ALTER TABLE users ADD note text", "Updating 'orders' blocks reads and writes of 'orders'")]
    [InlineData("ALTER TABLE orders ADD note text", "Updating 'orders' blocks reads and writes of 'orders'")]
    [InlineData("ALTER TABLE users ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES items NOT VALID", "Updating 'orders' blocks writes of 'users'")]
    [InlineData("DROP INDEX ix", "Updating 'orders' blocks reads and writes of another table")]
    public Task Message_NamesTheLockedTable(string before, string beginning) => VerifyMessageAsync(
        EfSql,
        before + "; {|#0:UPDATE orders SET a = 1|}",
        $"{beginning} until its last row, because the transaction has locked that table before; move it to a migration of its own");
}
