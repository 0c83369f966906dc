using Npgsql;

namespace PhasedMigrations.Tests.Backfill.Signals;

/// <summary>Runs that a signal of the user's own slows down, holds and ends, on a real server.</summary>
public sealed class SignalRunTests
{
    private const string Items = """
        CREATE TABLE items (id integer PRIMARY KEY, slug text);
        INSERT INTO items SELECT g FROM generate_series(1, 5000) g;
        CREATE TABLE queue (length integer);
        INSERT INTO queue VALUES (0);
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ILoadSignal Queue(SignalLimits limits) => LoadSignal.FromQuery("queue-length", "rows", "SELECT length, 'the queue' FROM queue", limits);

    private static PhasedRunnerOptions Watching(params ILoadSignal[] signals) => PhasedDatabase.Quick with
    {
        SignalInterval = TimeSpan.FromSeconds(0.1), Signals = signals, InitialBatchRows = 50, Workers = 1,
    };

    private static async Task<PhasedDatabase> CreateAsync(int length = 0)
    {
        var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.ExecuteAsync($"UPDATE queue SET length = {length}");
        await database.RegisterAsync("m", p => p.Backfill("items", "slug = 's' || id", "slug IS NULL"));
        return database;
    }

    private static Task<long> DoneAsync(PhasedDatabase database) => database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS NOT NULL");

    private static async Task UntilAsync(PhasedDatabase database, Task run, string condition)
    {
        while (!await database.ScalarAsync<bool>($"SELECT {condition}"))
        {
            Assert.False(run.IsCompleted, $"The run ended before {condition}.");
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    private static async Task AssertCompleteAsync(PhasedDatabase database, Task<PhasedRunResult> run)
    {
        var result = Assert.Single((await run).Migrations);
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
        Assert.Equal(5000L, await DoneAsync(database));
    }

    [Fact]
    public async Task SignalOverItsLimit_HoldsTheRun_AndShowsIt()
    {
        await using var database = await CreateAsync(length: 20);

        var run = database.RunAsync(options: Watching(Queue(new(Pause: 10))));
        await UntilAsync(database, run, "EXISTS (SELECT 1 FROM phased.runners WHERE held_by IS NOT NULL AND held_since <= seen_at)");

        Assert.Equal("queue-length is 20 rows (the queue), the limit is 10 rows", await database.ScalarAsync<string>("SELECT held_by FROM phased.runners"));
        Assert.Equal("20", await database.ScalarAsync<string>("SELECT signals -> 'queue-length' ->> 'value' FROM phased.runners"));
        Assert.Equal(0L, await DoneAsync(database));
        await database.ExecuteAsync("UPDATE queue SET length = 0");
        await AssertCompleteAsync(database, run);
        Assert.Equal(
            ["held", "released"], await database.ColumnAsync<string>("SELECT kind FROM phased.events WHERE message LIKE '%queue-length is 20 rows%' ORDER BY id"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.runners WHERE ended_at IS NULL OR held_by IS NOT NULL"));
    }

    [Fact]
    public async Task SignalAtItsLastLimit_EndsTheRun_ToBeResumed()
    {
        await using var database = await CreateAsync(length: 100);
        var options = Watching(Queue(new(Pause: 10, Abort: 100)));

        var result = Assert.Single((await database.RunAsync(options: options)).Migrations);

        Assert.Equal(PhasedRunOutcome.Interrupted, result.Outcome);
        Assert.Contains("queue-length is 100 rows (the queue); at 100 rows a run ends", result.Message, StringComparison.Ordinal);
        Assert.Equal("migrating", await database.StateAsync("m"));
        await database.ExecuteAsync("UPDATE queue SET length = 0");
        await AssertCompleteAsync(database, database.RunAsync(options: options));
    }

    [Fact]
    public async Task SignalThatCannotBeRead_Holds_UntilItCan()
    {
        await using var database = await CreateAsync();
        var isAway = true;
        var signal = LoadSignal.From("elsewhere", "jobs", new(Pause: 5), (_, _) =>
            Volatile.Read(ref isAway) ? throw new TimeoutException("The other system does not answer.") : new(new SignalReading(1)));

        var run = database.RunAsync(options: Watching(signal));
        await UntilAsync(database, run, "EXISTS (SELECT 1 FROM phased.runners WHERE held_by = 'elsewhere could not be read: The other system does not answer.')");
        Assert.Equal(0L, await DoneAsync(database));

        Volatile.Write(ref isAway, false);
        await AssertCompleteAsync(database, run);
    }

    [Fact]
    public async Task SignalWhoseQueryIsWrong_IsReportedBeforeAnythingIsDone_AndCanBeWaived()
    {
        await using var database = await CreateAsync();
        var options = Watching(LoadSignal.FromQuery("missing", "rows", "SELECT count(*) FROM nowhere", new(Pause: 1)));

        var result = Assert.Single((await database.RunAsync(options: options)).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("The signal missing cannot be read", result.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await DoneAsync(database));
        await AssertCompleteAsync(database, database.RunAsync(options: options with { WaivedSignals = ["missing"] }));
    }

    [Fact]
    public async Task Pace_ChangesWhileItRuns()
    {
        await using var database = await CreateAsync();
        // No row can be written, so that each worker keeps the chunk that it has taken.
        await using var application = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var reading = await application.BeginTransactionAsync(Cancellation);
        await using (var hold = new NpgsqlCommand("SELECT FROM items FOR SHARE", application, reading))
            await hold.ExecuteNonQueryAsync(Cancellation);

        var run = database.RunAsync(options: Watching() with { PauseRatio = 100 });
        await UntilAsync(database, run, "EXISTS (SELECT 1 FROM phased.runners WHERE workers = 1 AND pause_ratio = 100)");
        await UntilAsync(database, run, "(SELECT count(DISTINCT owner) = 1 FROM phased.chunks)");
        await database.ExecuteAsync("""UPDATE phased.migrations SET pace = '{"pauseRatio": 0, "workers": 3}'""");
        await UntilAsync(database, run, "EXISTS (SELECT 1 FROM phased.runners WHERE workers = 3 AND pause_ratio = 0)");
        await UntilAsync(database, run, "(SELECT count(DISTINCT owner) = 3 FROM phased.chunks)");
        await reading.RollbackAsync(Cancellation);

        await AssertCompleteAsync(database, run);
    }

    [Fact]
    public async Task ProcessesThatEnded_LeaveTheirRowToTheNext()
    {
        await using var database = await CreateAsync(length: 100);
        var options = Watching(Queue(new(Abort: 100)));
        for (var run = 0; run < 3; run++)
            await database.RunAsync(options: options);

        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.runners"));
    }
}
