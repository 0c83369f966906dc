using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Signals;

/// <summary>A backfill whose batches wait until the test allows the next one, so that nothing depends on how quick anything is.</summary>
internal sealed class SteppedBackfill(PhasedDatabase database)
{
    public const string Name = "m";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public PhasedDatabase Database => database;

    public Task<PhasedRunResult> Run { get; private set; } = Task.FromResult(new PhasedRunResult(PhasedRunOutcome.Complete, []));

    /// <summary>A table whose batches are allowed one after the other by the row of "gate".</summary>
    public static async Task<SteppedBackfill> CreateAsync(PhasedDatabase database)
    {
        await database.ExecuteAsync("""
            CREATE TABLE items (id integer PRIMARY KEY, pad text, slug text);
            INSERT INTO items SELECT g, repeat('p', 1000) FROM generate_series(1, 20000) g;
            ANALYZE items;
            CREATE TABLE gate (allowed bigint);
            INSERT INTO gate VALUES (0);
            CREATE FUNCTION after_gate(value text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
            BEGIN
                WHILE (SELECT allowed FROM gate) <= (SELECT coalesce(sum(stripe), 0) FROM phased.chunks) LOOP
                    PERFORM pg_sleep(0.01);
                END LOOP;
                RETURN value;
            END $$;
            """);
        await database.RegisterAsync(Name, p => p.Backfill("items", "slug = after_gate(pad)", "slug IS NULL"));
        return new(database);
    }

    public void Begin(PhasedRunnerOptions options) => Run = database.RunAsync(options: options with
    {
        // No statement of a batch may take longer than the lease, and these wait for the test.
        Workers = 1, InitialBatchRows = 100, Lease = TimeSpan.FromMinutes(5), SignalInterval = TimeSpan.FromSeconds(0.1),
    });

    public Task AllowAsync(long batches) => database.ExecuteAsync($"UPDATE gate SET allowed = {batches}");

    public Task AllowAllAsync() => AllowAsync(long.MaxValue);

    public Task<long> DoneAsync() => database.ScalarAsync<long>("SELECT coalesce(sum(stripe), 0)::bigint FROM phased.chunks");

    public Task<string?> HeldByAsync() => database.ScalarAsync<string>("SELECT held_by FROM phased.runners");

    public async Task UntilDoneAsync(long batches)
    {
        while (await DoneAsync() < batches)
            RequireRunning();
    }

    public async Task<string> UntilHeldAsync()
    {
        while (true)
        {
            if (await HeldByAsync() is { } reason)
                return reason;
            RequireRunning();
        }
    }

    /// <summary>Comes back when the signals were read at least twice from now on: once wholly after this call began.</summary>
    public async Task PolledAsync()
    {
        for (var poll = 0; poll < 2; poll++)
        {
            var before = await SeenAsync();
            while (await SeenAsync() == before)
                RequireRunning();
        }
    }

    public async Task CompletedAsync()
    {
        var result = Assert.Single((await Run).Migrations);
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS NULL"));
    }

    private Task<DateTime> SeenAsync() => database.ScalarAsync<DateTime>("SELECT max(seen_at) FROM phased.runners");

    private void RequireRunning()
    {
        Cancellation.ThrowIfCancellationRequested();
        Assert.False(Run.IsCompleted, Run.IsCompletedSuccessfully ? $"The run has ended: {Run.Result.Migrations[0].Message}" : "The run has failed.");
    }
}
