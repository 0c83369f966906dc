using Npgsql;
using PhasedMigrations.Tests.Control;

namespace PhasedMigrations.Tests.Execution;

/// <summary>A run that is stopped or held ends, and does no more than it may.</summary>
public sealed class StopTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0, name text);
        INSERT INTO items SELECT g, 0, 'n' || g FROM generate_series(1, 1000) g;
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void Touch(PhasedMigrationBuilder phased) => phased.Backfill("items", "touched = touched + 1", "touched >= 0");

    [Fact]
    public async Task StoppedAmongSeveralMigrations_EachIsReported()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("First", Touch);
        await database.RegisterAsync("Second", phased => phased.SetNotNull("items", "name"));
        await using var row = await HeldRow.TakeAsync(database, "items", 500);
        using var stop = new CancellationTokenSource();
        var progress = new ProgressLog();

        var run = database.RunAsync(
            options: PhasedDatabase.Quick with { InitialBatchRows = 50, StopGrace = TimeSpan.FromSeconds(0.1) }, progress: progress, stop: stop.Token);
        await progress.SeenAsync(report => report.Kind == PhasedProgressKind.StepAdvanced);
        await stop.CancelAsync();
        var result = await run;

        Assert.Equal(PhasedRunOutcome.Interrupted, result.Outcome);
        Assert.Equal(["First", "Second"], result.Migrations.Select(migration => migration.Name));
        Assert.All(result.Migrations, migration => Assert.StartsWith("Stopped.", migration.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PausedWhileItWaitsForALock_DoesNotTakeItBeforeItIsResumed()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("NotNull", phased => phased.SetNotNull("items", "name"));
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var read = new NpgsqlCommand("SELECT count(*) FROM items", connection, transaction))
            await read.ExecuteScalarAsync(Cancellation);
        var progress = new ProgressLog();

        var run = database.RunAsync(options: PhasedDatabase.Quick with { LockWaitLimit = TimeSpan.FromSeconds(10) }, progress: progress);
        await progress.SeenAsync(report => report.Message?.StartsWith("Waiting for a lock", StringComparison.Ordinal) == true);
        await new PhasedRunner(database.DataSource).PauseAsync("NotNull", cancellationToken: Cancellation);
        await progress.SeenAsync(report => report.HeldSince is not null);
        await transaction.CommitAsync(Cancellation);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE conrelid = 'items'::regclass AND NOT convalidated"));
        Assert.False(run.IsCompleted);
        await new PhasedRunner(database.DataSource).ResumeAsync("NotNull", Cancellation);

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
    }

    [Fact]
    public async Task StoppedWhileSomebodyHoldsTheLedger_Ends()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        var other = new PhasedRunner(database.DataSource);
        await other.PauseAsync("Touch", cancellationToken: Cancellation);
        using var stop = new CancellationTokenSource();
        var progress = new ProgressLog();
        var run = database.RunAsync(options: PhasedDatabase.Quick with { StopGrace = TimeSpan.FromSeconds(0.5) }, progress: progress, stop: stop.Token);
        await progress.SeenAsync(report => report.HeldSince is not null);
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var hold = new NpgsqlCommand("SELECT FROM phased.migrations FOR UPDATE", connection, transaction))
            await hold.ExecuteNonQueryAsync(Cancellation);

        await stop.CancelAsync();

        // Not a limit for how long it takes: it would never end.
        Assert.Equal(PhasedRunOutcome.Interrupted, (await run.WaitAsync(TimeSpan.FromMinutes(1), Cancellation)).Outcome);
        await transaction.RollbackAsync(Cancellation);
        await other.ResumeAsync("Touch", Cancellation);
        await database.CompleteAsync();
    }
}
