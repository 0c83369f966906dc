using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Indexes;

public sealed class ConcurrentInTransactionTests() : RuleTest("PHM2004")
{
    [Theory]
    [InlineData(InTransaction, "[|CREATE INDEX CONCURRENTLY ix ON orders (a)|]")]
    [InlineData(InTransaction, "[|DROP INDEX CONCURRENTLY IF EXISTS ix|]")]
    [InlineData(InTransaction, "[|REINDEX INDEX CONCURRENTLY ix|]")]
    [InlineData(InTransaction, "[|REINDEX SCHEMA CONCURRENTLY app|]")]
    [InlineData(InTransaction, "ALTER TABLE orders [|DETACH PARTITION orders_old CONCURRENTLY|]")]
    [InlineData(InTransaction, "[|VACUUM ANALYZE orders|]")]
    [InlineData(InTransaction, "[|VACUUM FULL orders|]")]
    [InlineData(InTransaction, "[|CREATE DATABASE other|]")]
    [InlineData(InTransaction, "[|ALTER SYSTEM SET work_mem = '8MB'|]")]
    [InlineData(InTransaction, "CREATE TABLE fresh (a int); [|CREATE INDEX CONCURRENTLY ix ON fresh (a)|]")]
    [InlineData(Fluent, """[|Create.Index("ix")|].OnTable("orders").OnColumn("a").Ascending().WithOptions().AsConcurrently();""")]
    [InlineData(Fluent, """Create.Table("orders").WithColumn("a").AsInt32(); [|Create.Index("ix")|].OnTable("orders").OnColumn("a").Ascending().WithOptions().AsConcurrently();""")]
    public Task InTheMigrationsTransaction_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Alone, "BEGIN; [|CREATE INDEX CONCURRENTLY ix ON orders (a)|]; COMMIT")]
    [InlineData(Alone, "BEGIN; COMMIT AND CHAIN; [|CREATE INDEX CONCURRENTLY ix ON orders (a)|]; COMMIT")]
    [InlineData(AnySql, "DO $$ BEGIN [|CREATE INDEX CONCURRENTLY ix ON orders (a)|]; END $$")]
    [InlineData(AnySql, "DO $$ BEGIN COMMIT; [|VACUUM orders|]; END $$")]
    [InlineData(AnySql, "DO $$ BEGIN IF true THEN EXECUTE '[|DROP INDEX CONCURRENTLY ix|]'; END IF; END $$")]
    public Task InATransactionOfItsOwn_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(EfSuppressed | FluentSqlAlone, "SET lock_timeout = '2s'; [|CREATE INDEX CONCURRENTLY ix ON orders (a)|]")]
    [InlineData(EfSuppressed | FluentSqlAlone, "GRANT SELECT ON orders TO joe; [|CREATE INDEX CONCURRENTLY ix ON orders (a)|]; SELECT 1")]
    [InlineData(EfSuppressed | FluentSqlAlone, "REINDEX INDEX CONCURRENTLY other; [|CREATE INDEX CONCURRENTLY ix ON orders (a)|]")]
    [InlineData(EfSuppressed | FluentSqlAlone, "VACUUM orders; [|VACUUM users|]")]
    [InlineData(EfSuppressed | FluentSqlAlone, "SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3; [|VACUUM users|]")]
    public Task AfterOtherStatementsOfItsCommand_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Alone, "CREATE INDEX CONCURRENTLY ix ON orders (a)")]
    [InlineData(Alone, "VACUUM FULL orders;")]
    [InlineData(Alone, "CREATE INDEX CONCURRENTLY ix ON orders (a); SELECT 1")]
    [InlineData(Alone, "BEGIN; SELECT 1; COMMIT; CREATE INDEX CONCURRENTLY ix ON orders (a)")]
    [InlineData(Alone, "BEGIN; SELECT 1; ROLLBACK; CREATE INDEX CONCURRENTLY ix ON orders (a)")]
    [InlineData(Alone, "DROP INDEX CONCURRENTLY IF EXISTS ix; CREATE INDEX CONCURRENTLY ix ON orders (a)")]
    [InlineData(Script, "SET lock_timeout = '2s'; DROP INDEX CONCURRENTLY ix; CREATE INDEX CONCURRENTLY ix ON orders (a)")]
    [InlineData(EfSql, "COMMIT; CREATE INDEX CONCURRENTLY ix ON orders (a)")]
    [InlineData(AnySql, "ALTER TYPE mood ADD VALUE 'sad'")]
    [InlineData(AnySql, "REFRESH MATERIALIZED VIEW CONCURRENTLY totals")]
    [InlineData(AnySql, "REINDEX SYSTEM_CATALOG")]
    [InlineData(AnySql, "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'VACUUM orders'")]
    [InlineData(Ef, """migrationBuilder.CreateIndex("ix", "orders", "a").Annotation("Npgsql:CreatedConcurrently", true);""")]
    [InlineData(FluentAlone, """Create.Index("ix").OnTable("orders").OnColumn("a").Ascending().WithOptions().AsConcurrently();""")]
    public Task OutsideOfATransaction_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(EfSql, "CREATE INDEX CONCURRENTLY fails in a transaction, and EF Core runs the migration in one; pass suppressTransaction: true")]
    [InlineData(FluentSql, "CREATE INDEX CONCURRENTLY fails in a transaction, and FluentMigrator runs the migration in one; declare it with TransactionBehavior.None")]
    [InlineData(WrappedScript, "CREATE INDEX CONCURRENTLY fails in a transaction, and the script runs in one; run it by itself, outside")]
    public Task Message_SaysWhoOpenedTheTransaction(Written written, string message) =>
        VerifyMessageAsync(written, "{|#0:CREATE INDEX CONCURRENTLY ix ON orders (a)|}", message);

    [Theory]
    [InlineData("BEGIN; {|#0:VACUUM|}; COMMIT", "VACUUM fails in a transaction, and BEGIN has opened one; run it after COMMIT")]
    [InlineData("SELECT 1; {|#0:VACUUM|}", "VACUUM fails in a transaction, and the statements of one command text share one; send it as a command of its own")]
    [InlineData("DO $$ BEGIN {|#0:VACUUM|}; END $$", "VACUUM fails in a transaction, and a DO block is one; run it outside the block")]
    public Task Message_SaysWhatInTheSqlOpenedTheTransaction(string sql, string message) => VerifyMessageAsync(EfSuppressed, sql, message);
}
