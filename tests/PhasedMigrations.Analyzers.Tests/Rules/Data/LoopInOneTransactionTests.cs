using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Data;

public sealed class LoopInOneTransactionTests() : RuleTest("PHM5003")
{
    private const string Batch = "UPDATE orders SET a = 1 WHERE id IN (SELECT id FROM orders WHERE a IS NULL LIMIT 1000)";

    [Theory]
    [InlineData(AnySql, $"DO $$ BEGIN LOOP [|{Batch}|]; EXIT WHEN NOT FOUND; END LOOP; END $$")]
    [InlineData(AnySql, "DO $$ BEGIN FOR i IN 0..9 LOOP [|DELETE FROM orders WHERE id BETWEEN i * 1000 AND i * 1000 + 999|]; PERFORM pg_sleep(1); END LOOP; END $$")]
    [InlineData(AnySql, "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM users LOOP [|UPDATE orders SET a = r.a WHERE user_id = r.id|]; END LOOP; COMMIT; END $$")]
    [InlineData(InTransaction, $"ALTER TABLE orders ADD note text; DO $$ BEGIN WHILE true LOOP [|{Batch}|]; END LOOP; END $$")]
    public Task LoopWithoutCommit_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(InTransaction, $"DO $$ BEGIN LOOP [|{Batch}|]; EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$")]
    [InlineData(InTransaction, $"DO $$ BEGIN LOOP COMMIT; [|{Batch}|]; EXIT WHEN NOT FOUND; END LOOP; END $$")]
    [InlineData(Alone, $"BEGIN; DO $$ BEGIN LOOP [|{Batch}|]; COMMIT; END LOOP; END $$; COMMIT")]
    public Task CommitThatFails_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Alone, $"DO $$ BEGIN LOOP {Batch}; EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$")]
    [InlineData(Alone, $"DO $$ BEGIN LOOP {Batch}; EXIT WHEN NOT FOUND; ROLLBACK; END LOOP; END $$")]
    [InlineData(EfSuppressed | FluentSqlAlone, $"SET lock_timeout = 0; DO $$ BEGIN LOOP {Batch}; COMMIT; END LOOP; END $$")]
    [InlineData(AnySql, "DO $$ BEGIN FOR i IN 1..9 LOOP INSERT INTO orders VALUES (i); END LOOP; END $$")]
    [InlineData(AnySql, "DO $$ BEGIN FOR i IN 1..9 LOOP UPDATE counters SET n = n + 1 WHERE name = 'orders'; END LOOP; END $$")]
    [InlineData(AnySql, "CREATE TABLE orders (a int); DO $$ BEGIN FOR i IN 1..9 LOOP UPDATE orders SET a = i; END LOOP; END $$")]
    [InlineData(AnySql, $"DO $$ BEGIN LOOP PERFORM 1; END LOOP; {Batch}; END $$")]
    [InlineData(AnySql, $"CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN LOOP {Batch}; END LOOP; END $$")]
    public Task LoopThatCommits_OrChangesNoOldRows_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    /// <summary>Tests of the proofs show it: before 18 a block may commit after other statements of its command text.</summary>
    [Fact]
    public Task CommitAfterOtherStatements_TriggersOn18() => VerifyAsync(
        EfSuppressed,
        $"SET lock_timeout = 0; DO $$ BEGIN LOOP [|{Batch}|]; COMMIT; END LOOP; END $$",
        "phased_migrations.postgresql_version = 18");

    [Theory]
    [InlineData(EfSql, "", "keeps every row locked until the last turn; COMMIT in the loop")]
    [InlineData(EfSql, "COMMIT;", "fails at COMMIT (2D000), because EF Core runs the migration in a transaction; pass suppressTransaction: true")]
    [InlineData(FluentSql, "COMMIT;", "fails at COMMIT (2D000), because FluentMigrator runs the migration in a transaction; declare it with TransactionBehavior.None")]
    [InlineData(WrappedScript, "COMMIT;", "fails at COMMIT (2D000), because the script runs in a transaction; run the block outside")]
    public Task Message_SaysWhatIsMissing(Written written, string commit, string end) => VerifyMessageAsync(
        written,
        $$"""DO $$ BEGIN LOOP {|#0:DELETE FROM orders WHERE id = current_id|}; {{commit}} END LOOP; END $$""",
        $"Deleting from 'orders' in a loop {end}");
}
