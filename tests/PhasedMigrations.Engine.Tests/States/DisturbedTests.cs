using Npgsql;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>What others do to the table while it is backfilled: the run ends in a clear state, and can be resumed or cancelled.</summary>
public sealed class DisturbedTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, price bigint NOT NULL, is_cents boolean NOT NULL DEFAULT false, slug text, pad text NOT NULL DEFAULT repeat('p', 100));
        INSERT INTO items SELECT g, 'n' || g, g FROM generate_series(1, 6000) g;
        ANALYZE items;
        """;

    // Slow enough to be disturbed; nothing waits for the pause itself.
    private static readonly PhasedRunnerOptions Slow = PhasedDatabase.Quick with
    {
        InitialBatchRows = 50, TargetBatchTime = TimeSpan.FromMilliseconds(1), PauseRatio = 30,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void Cents(PhasedMigrationBuilder phased) => phased.Backfill("items", "price = price * 100, is_cents = true", "NOT is_cents");

    private static async Task<(Task<PhasedRunResult> Run, PhasedDatabase Database)> BeginAsync(
        int version, Action<PhasedMigrationBuilder> phased, string sql = Items, PhasedRunnerOptions? options = null)
    {
        var database = await PhasedDatabase.CreateAsync(version, sql);
        await database.RegisterAsync("m", phased);
        var run = database.RunAsync(options: options ?? Slow);
        while (!run.IsCompleted && !await HasBegunAsync(database))
            Cancellation.ThrowIfCancellationRequested();
        return (run, database);
    }

    private static Task<bool> HasBegunAsync(PhasedDatabase database) =>
        database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM phased.chunks WHERE stripe > 0)");

    private static async Task AssertCentsAsync(PhasedDatabase database)
    {
        Assert.Equal("completed", await database.StateAsync("m"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE price <> id * 100 OR NOT is_cents"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task VacuumFullMeanwhile_CountsThePagesAgain_AndNoRowTwice(int version)
    {
        var (run, database) = await BeginAsync(version, Cents);
        await using var _ = database;

        await database.ExecuteAsync("VACUUM FULL items");
        Assert.False(run.IsCompleted);

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
        await AssertCentsAsync(database);
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(DISTINCT filenode) FROM phased.lanes"));
        Assert.Equal(6000m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
    }

    [Fact]
    public async Task TableRenamedMeanwhile_IsBlocked_AndGoesOnWhenItIsBack()
    {
        var (run, database) = await BeginAsync(18, Cents);
        await using var _ = database;

        await database.ExecuteAsync("ALTER TABLE items RENAME TO items_old");
        var result = Assert.Single((await run).Migrations);
        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("rename it back", result.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Single((await database.RunAsync()).Migrations).Message, StringComparison.Ordinal);

        await database.ExecuteAsync("ALTER TABLE items_old RENAME TO items");
        await database.RunAsync();
        await AssertCentsAsync(database);
    }

    [Fact]
    public async Task ColumnDroppedMeanwhile_IsBlocked_AndCanBeReverted()
    {
        var (run, database) = await BeginAsync(18, Cents);
        await using var _ = database;

        await database.ExecuteAsync("ALTER TABLE items DROP COLUMN price");
        var result = Assert.Single((await run).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("price", result.Message, StringComparison.Ordinal);
        await database.RevertAsync("m");
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.lanes"));
    }

    [Fact]
    public async Task StatementThatNeverEnds_IsInterruptedByTheLease_AndGoesOnWhenItIsQuick()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items + """
            CREATE FUNCTION slow(text) RETURNS text LANGUAGE sql VOLATILE AS 'SELECT $1 FROM pg_sleep(30)';
            """);
        await database.RegisterAsync("m", p => p.Backfill("items", "slug = slow(name)", "slug IS NULL"));

        var result = Assert.Single((await database.RunAsync(options: Slow with { Lease = TimeSpan.FromSeconds(1), LockWaitLimit = TimeSpan.FromSeconds(0.5) })).Migrations);

        Assert.Equal(PhasedRunOutcome.Interrupted, result.Outcome);
        Assert.Contains("statement timeout", result.Message, StringComparison.Ordinal);
        await database.ExecuteAsync("CREATE OR REPLACE FUNCTION slow(text) RETURNS text LANGUAGE sql VOLATILE AS 'SELECT $1'");
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync()).Outcome);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS NULL"));
    }

    [Fact]
    public async Task LocksTakenCrosswise_GiveWayToTheApplication()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("m", Cents);
        await using var application = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await application.BeginTransactionAsync(Cancellation);
        // The last row of a page first; the batch takes them in the order of the page.
        await ExecuteAsync(application, "UPDATE items SET name = 'a' WHERE id = 30");

        var run = database.RunAsync(options: PhasedDatabase.Quick with { InitialBatchRows = 5000, Workers = 1, Chunking = BackfillChunking.PageWindows });
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid')"))
            Cancellation.ThrowIfCancellationRequested();
        // Ours holds some of these and waits for the other: without giving way, this would be a deadlock.
        await ExecuteAsync(application, "UPDATE items SET name = 'b' WHERE id < 30");
        await transaction.CommitAsync(Cancellation);

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
        await AssertCentsAsync(database);
    }

    [Theory]
    [InlineData("id bigint PRIMARY KEY")]
    [InlineData("id bigint")]
    public async Task HotRows_AreCaughtWithoutATrigger(string key)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items.Replace("id bigint PRIMARY KEY", key, StringComparison.Ordinal));
        await database.RegisterAsync("m", p => p.Backfill("items", "slug = name || '-slug'", "slug IS NULL"));
        using var stop = new CancellationTokenSource();
        // Each update makes a new version of the row, on this page or another one.
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            while (!stop.IsCancellationRequested)
                await database.ExecuteAsync($"UPDATE items SET price = price + 1 WHERE id = {random.Next(1, 60) * 100}");
        })).ToList();

        var result = await database.RunAsync(options: Slow with { PauseRatio = 1 });
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Migrations[0].Message);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS DISTINCT FROM name || '-slug'"));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(DISTINCT round) FROM phased.chunks"));
    }

    [Fact]
    public async Task HeldSnapshot_TurnsTheStripesOff()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items.Replace("6000", "40000", StringComparison.Ordinal));
        await database.RegisterAsync("m", Cents);
        await using var reader = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var snapshot = await reader.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Cancellation);
        await ExecuteAsync(reader, "SELECT count(*) FROM items");

        await database.RunAsync(options: PhasedDatabase.Quick with { InitialBatchRows = 100, TargetBatchTime = TimeSpan.FromMilliseconds(2), Workers = 1 });

        await AssertCentsAsync(database);
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT stripes FROM phased.chunks WHERE first_page IS NOT NULL ORDER BY id DESC LIMIT 1"));
        Assert.Equal(6, await database.ScalarAsync<int>("SELECT stripes FROM phased.chunks WHERE first_page IS NOT NULL ORDER BY id LIMIT 1"));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
