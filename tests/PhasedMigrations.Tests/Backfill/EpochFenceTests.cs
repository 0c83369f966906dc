using Microsoft.Extensions.Logging.Abstractions;
using PhasedMigrations.Backfill;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.State;

namespace PhasedMigrations.Tests.Backfill;

/// <summary>A process that slept past its lease wakes up and commits nothing.</summary>
public sealed class EpochFenceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static KeyRangeChunks Chunks(RunContext run, BackfillStep step, long id) =>
        new(run, step, Assert.IsType<KeyRanges>(step.Strategy), id, run.Owner);

    private static async Task<StripeResult?> ExecuteAsync(RunContext run, BackfillStep step, Chunk chunk)
    {
        await using var execution = new ChunkExecution(run, step);
        return await execution.RunAsync(chunk, stripe: 0, Cancellation);
    }

    private static async Task<(RunContext Run, BackfillStep Step, long StepId)> BeginAsync(PhasedDatabase database, TimeSpan lease)
    {
        await database.ExecuteAsync("""
            CREATE TABLE items (id integer PRIMARY KEY, touched integer NOT NULL DEFAULT 0);
            INSERT INTO items SELECT g FROM generate_series(1, 100) g;
            """);
        await database.RegisterAsync("Touch", p => p.Backfill("items", "touched = touched + 1", "touched >= 0"));
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        var migration = Assert.Single(await StoredMigration.LoadAllAsync(connection, Cancellation));
        var run = new RunContext(
            database.DataSource, PhasedDatabase.Quick with { Lease = lease }, NullLogger.Instance, TimeProvider.System, $"process {lease}", migration, Progress: null);
        var (_, plan) = await MigrationRun.PlanAsync(run, Cancellation);
        var step = Assert.IsType<BackfillStep>(Assert.Single(plan.Steps));
        var id = await StepLedger.BeginAsync(connection, migration.Id, leaseEpoch: 0, step, Cancellation);
        await Chunks(run, step, id).PrepareAsync(Cancellation);
        return (run, step, id);
    }

    [Fact]
    public async Task ChunkThatWasTakenOver_IsRolledBackByItsFirstOwner()
    {
        await using var database = await PhasedDatabase.CreateAsync(18);
        var (run, step, id) = await BeginAsync(database, TimeSpan.FromSeconds(5));
        var chunks = Chunks(run, step, id);
        var sleeping = Assert.Single(await chunks.ClaimAsync(Cancellation));
        Assert.Empty(await chunks.ClaimAsync(Cancellation));
        // What time does to a lease.
        await database.ExecuteAsync("UPDATE phased.chunks SET lease_until = clock_timestamp()");

        var taken = Assert.Single(await chunks.ClaimAsync(Cancellation));
        var late = await ExecuteAsync(run, step, sleeping);
        Assert.Null(late);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT sum(touched) FROM items"));

        var done = await ExecuteAsync(run, step, taken);
        Assert.Equal(100L, done?.Rows);
        // Once more: it is found done.
        Assert.Equal(0L, (await ExecuteAsync(run, step, taken))?.Rows);
        Assert.Equal(100L, await database.ScalarAsync<long>("SELECT sum(touched) FROM items"));
        Assert.True(await chunks.TryFinishAsync(Cancellation));
    }

    [Fact]
    public async Task StepThatTheSuccessorHasDone_IsNotOpenedAgain()
    {
        await using var database = await PhasedDatabase.CreateAsync(18);
        var (run, step, _) = await BeginAsync(database, TimeSpan.FromMinutes(5));
        await using var sleeping = await MigrationLease.TryAcquireAsync(run.DataSource, run.Migration.Id, "sleeping", run.Options, run.Time, Cancellation);
        await database.ExecuteAsync("UPDATE phased.migrations SET lease_until = clock_timestamp()");
        await database.CompleteAsync();

        await Assert.ThrowsAsync<LeaseLostException>(() => new StepExecution(run, sleeping!).RunAsync(step, Cancellation));

        Assert.Equal("done", await database.ScalarAsync<string>("SELECT state FROM phased.steps"));
    }

    [Fact]
    public async Task MigrationLease_BelongsToOne_AndFencesTheOther()
    {
        await using var database = await PhasedDatabase.CreateAsync(18);
        var (run, _, _) = await BeginAsync(database, TimeSpan.FromMinutes(5));
        await using var first = await MigrationLease.TryAcquireAsync(run.DataSource, run.Migration.Id, "first", run.Options, run.Time, Cancellation);
        Assert.Null(await MigrationLease.TryAcquireAsync(run.DataSource, run.Migration.Id, "second", run.Options, run.Time, Cancellation));
        await database.ExecuteAsync("UPDATE phased.migrations SET lease_until = clock_timestamp()");
        await using var second = await MigrationLease.TryAcquireAsync(run.DataSource, run.Migration.Id, "second", run.Options, run.Time, Cancellation);

        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await second!.FenceAsync(connection, Cancellation);
        await Assert.ThrowsAsync<LeaseLostException>(() => first!.FenceAsync(connection, Cancellation));
    }
}
