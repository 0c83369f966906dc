using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Signals;

/// <summary>Somebody of the application waits for a row that a batch has changed and not committed yet.</summary>
public sealed class LockWaiterTests
{
    [Fact]
    public async Task ApplicationThatWaitsBehindABatch_HoldsTheNext_UntilItIsThrough()
    {
        // The batch has changed the rows before the fiftieth when it comes to the gate, and keeps their locks.
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (id integer PRIMARY KEY, slug text);
            INSERT INTO items SELECT g FROM generate_series(1, 5000) g;
            ANALYZE items;
            CREATE TABLE gate (is_open boolean);
            INSERT INTO gate VALUES (false);
            CREATE FUNCTION through_gate() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
            BEGIN
                WHILE NOT (SELECT is_open FROM gate) LOOP
                    PERFORM pg_sleep(0.01);
                END LOOP;
                RETURN 'through';
            END $$;
            """);
        await database.RegisterAsync("m", p => p.Backfill("items", "slug = CASE WHEN id = 50 THEN through_gate() ELSE 's' END", "slug IS NULL"));

        var run = database.RunAsync(options: PhasedDatabase.Quick with
        {
            Workers = 1, InitialBatchRows = 100, Chunking = BackfillChunking.KeyRanges, Lease = TimeSpan.FromMinutes(5), SignalInterval = TimeSpan.FromSeconds(0.1),
            SignalLimits = new Dictionary<string, SignalLimits> { [LoadSignals.LockWaiters] = new(Pause: 1) },
        });
        while (await database.ScalarAsync<int?>("SELECT id FROM items WHERE id = 1 FOR UPDATE SKIP LOCKED") is not null)
            Assert.False(run.IsCompleted);
        var waiter = database.ExecuteAsync("UPDATE items SET slug = 'mine' WHERE id = 1");
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM phased.runners WHERE held_by IS NOT NULL)"))
            Assert.False(run.IsCompleted || waiter.IsCompleted);
        await database.ExecuteAsync("UPDATE gate SET is_open = true");
        await waiter;

        var result = Assert.Single((await run).Migrations);
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
        Assert.Equal("mine", await database.ScalarAsync<string>("SELECT slug FROM items WHERE id = 1"));
        Assert.Equal(
            "lock-waiters is 1 sessions, the limit is 1 sessions", await database.ScalarAsync<string>("SELECT message FROM phased.events WHERE kind = 'held'"));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.events WHERE kind = 'released'"));
    }
}
