using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Indexes;

public sealed class ImpossibleConcurrentFormTests() : RuleTest("PHM2007")
{
    [Theory]
    [InlineData(Alone, "[|DROP INDEX CONCURRENTLY i1, i2|]")]
    [InlineData(Alone, "[|DROP INDEX CONCURRENTLY IF EXISTS i1, app.i2|]")]
    [InlineData(Alone, "[|DROP INDEX CONCURRENTLY ix CASCADE|]")]
    [InlineData(Script, "CREATE TABLE p PARTITION OF orders DEFAULT; [|CREATE INDEX CONCURRENTLY ix ON orders (a)|]")]
    [InlineData(Script, "ALTER TABLE orders ATTACH PARTITION p DEFAULT; [|CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (a)|]")]
    [InlineData(Script, "CREATE TABLE orders (a int) PARTITION BY RANGE (a); [|CREATE INDEX CONCURRENTLY ix ON orders (a)|]")]
    [InlineData(Script, "CREATE TABLE orders (a int) PARTITION BY RANGE (a); CREATE INDEX ix ON orders (a); [|DROP INDEX CONCURRENTLY ix|]")]
    public Task FormThatPostgreSqlRefuses_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Alone, "DROP INDEX CONCURRENTLY ix")]
    [InlineData(Alone, "DROP INDEX CONCURRENTLY IF EXISTS ix RESTRICT")]
    [InlineData(Alone, "DROP INDEX i1, i2 CASCADE")]
    [InlineData(Script, "CREATE TABLE p PARTITION OF orders DEFAULT; CREATE INDEX CONCURRENTLY ix ON p (a)")]
    [InlineData(Script, "CREATE TABLE orders (a int); CREATE INDEX ix ON orders (a); DROP INDEX CONCURRENTLY ix")]
    [InlineData(Script, "CREATE TABLE p PARTITION OF orders DEFAULT; REINDEX TABLE CONCURRENTLY orders")]
    public Task PossibleForm_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData("{|#0:DROP INDEX CONCURRENTLY i1, i2|}", "PostgreSQL refuses this: DROP INDEX CONCURRENTLY takes one index; write a statement for each")]
    [InlineData("{|#0:DROP INDEX CONCURRENTLY ix CASCADE|}", "PostgreSQL refuses this: DROP INDEX CONCURRENTLY takes no CASCADE; drop what depends on the index first")]
    [InlineData("CREATE TABLE p PARTITION OF orders DEFAULT; {|#0:CREATE INDEX CONCURRENTLY ix ON orders (a)|}",
        "PostgreSQL refuses this: 'orders' is partitioned; create the index ON ONLY it, concurrently on each partition, and attach those")]
    [InlineData("CREATE TABLE orders (a int) PARTITION BY RANGE (a); CREATE INDEX ix ON orders (a); {|#0:DROP INDEX CONCURRENTLY ix|}",
        "PostgreSQL refuses this: the index of the partitioned table 'orders' goes from every partition at once; drop it without CONCURRENTLY")]
    public Task Message_SaysWhatToWrite(string sql, string message) => VerifyMessageAsync(Script, sql, message);
}
