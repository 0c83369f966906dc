using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Indexes;

public sealed class IndexUnlessExistsTests() : RuleTest("PHM2005")
{
    [Theory]
    [InlineData(Alone, "[|CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (a)|]")]
    [InlineData(Script, "DROP INDEX CONCURRENTLY IF EXISTS other; [|CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (a)|]")]
    [InlineData(Script, "[|CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (a)|]; DROP INDEX CONCURRENTLY IF EXISTS ix")]
    public Task LeftoverOfAFailedBuild_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(Alone, "CREATE INDEX CONCURRENTLY ix ON orders (a)")]
    [InlineData(Alone, "{|PHM2001:CREATE INDEX IF NOT EXISTS ix ON orders (a)|}")]
    [InlineData(Script, "DROP INDEX CONCURRENTLY IF EXISTS ix; CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (a)")]
    [InlineData(Script, "DROP INDEX IF EXISTS app.ix; CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON app.orders (a)")]
    [InlineData(Script, "CREATE TABLE orders (a int); CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (a)")]
    [InlineData(Ef, """migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS ix", suppressTransaction: true); migrationBuilder.Sql("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (a)", suppressTransaction: true);""")]
    public Task NothingLeftOver_DoesNotTrigger(Written written, string source) => VerifyAsync(written, source);

    [Fact]
    public Task Message_NamesTheIndex() => VerifyMessageAsync(
        EfSuppressed,
        "{|#0:CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON orders (a)|}",
        "IF NOT EXISTS takes an invalid index 'ix' that a failed build left behind for the finished one; drop it concurrently, if it exists, before");
}
