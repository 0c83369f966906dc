using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Locks;

namespace PhasedMigrations.Proofs.Servers;

public sealed class LockProbeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Statements whose effect the PostgreSQL manual states: the probe is measured with them, not they with the probe.</summary>
    public static TheoryData<string, LockMode, bool, bool, string[]> Known => new()
    {
        { "SELECT count(*) FROM item WHERE id = 1", LockMode.AccessShare, false, true, [] },
        { "LOCK TABLE item IN SHARE MODE", LockMode.Share, false, false, [] },
        { "INSERT INTO item VALUES (-1, 1, '1')", LockMode.RowExclusive, false, false, [] },
        { "UPDATE item SET number = 2", LockMode.RowExclusive, false, true, [] },
        { "COMMENT ON TABLE item IS 'x'", LockMode.ShareUpdateExclusive, false, false, [] },
        { "ALTER TABLE item ADD COLUMN extra int", LockMode.AccessExclusive, false, false, [] },
        { "ALTER TABLE item ADD COLUMN extra int DEFAULT 5", LockMode.AccessExclusive, false, false, [] },
        { "ALTER TABLE item ADD COLUMN extra float DEFAULT random()", LockMode.AccessExclusive, true, true, ["ix_item_label"] },
        { "ALTER TABLE item ALTER COLUMN number TYPE bigint", LockMode.AccessExclusive, true, true, ["ix_item_label"] },
        { "ALTER TABLE item ALTER COLUMN label TYPE text", LockMode.AccessExclusive, false, false, [] },
        { "ALTER TABLE item ALTER COLUMN number SET NOT NULL", LockMode.AccessExclusive, false, true, [] },
        { "ALTER TABLE item ADD CHECK (number > 0)", LockMode.AccessExclusive, false, true, [] },
        { "ALTER TABLE item ADD CHECK (number > 0) NOT VALID", LockMode.AccessExclusive, false, false, [] },
        { "CREATE INDEX ix_new ON item (number)", LockMode.Share, false, true, ["ix_new"] },
        { "CREATE TABLE unrelated (id int)", LockMode.None, false, false, [] },
    };

    [Theory, MemberData(nameof(Known))]
    public async Task KnownStatement_IsMeasured(string sql, LockMode mode, bool rewritten, bool scanned, string[] built)
    {
        await using var database = await CreateAsync();

        var measured = await new LockProbe(database.DataSource).MeasureAsync([sql], Cancellation);

        var item = measured["public.item"];
        Assert.Equal((mode, rewritten, scanned), (item.Lock, item.Rewritten, item.Scanned));
        Assert.Equal(built, item.IndexesBuilt);
    }

    [Fact]
    public async Task SeveralCommands_GiveTheStrongestLock_AndAreCommitted()
    {
        await using var database = await CreateAsync();

        var measured = await new LockProbe(database.DataSource).MeasureAsync(
            ["SELECT FROM item", "ALTER TABLE item ADD COLUMN extra int", "UPDATE item SET extra = 1"], Cancellation);

        Assert.Equal((LockMode.AccessExclusive, 100), (measured["public.item"].Lock, measured["public.item"].RowsUpdated));
        Assert.Equal(100, await database.ScalarAsync<long>("SELECT count(extra) FROM item", Cancellation));
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task ConcurrentIndex_ShowsItsWeakLock(int version)
    {
        await using var database = await CreateAsync(version);

        var measured = await new LockProbe(database.DataSource).MeasureOutsideTransactionAsync(
            "CREATE INDEX CONCURRENTLY ix_new ON item (number)", Cancellation);

        var item = measured["public.item"];
        Assert.Equal((LockMode.ShareUpdateExclusive, false, true), (item.Lock, item.Rewritten, item.Scanned));
        Assert.Equal(["ix_new"], item.IndexesBuilt);
        Assert.Contains(measured.Messages, message => message.Contains("building index \"ix_new\"", StringComparison.Ordinal));
    }

    private static async Task<TestDatabase> CreateAsync(int? version = null)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version ?? PostgresVersion.All[^1]);
        var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync(
            """
            CREATE TABLE item (id int, number int, label varchar(20));
            INSERT INTO item SELECT i, i, i::text FROM generate_series(1, 100) i;
            CREATE INDEX ix_item_label ON item (label);
            """,
            Cancellation);
        return database;
    }
}
