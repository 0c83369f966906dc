using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>Without a marker the table is cut along its key, and a change in place counts exactly once all the same.</summary>
public sealed class KeyRangeCrashTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0);
        INSERT INTO items SELECT g FROM generate_series(1, 20000) g;
        """;

    private static async Task<PhasedDatabase> CreateAsync()
    {
        var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", p => p.Backfill("items", "touched = touched + 1", "touched >= 0"));
        return database;
    }

    private static async Task AssertEachOnceAsync(PhasedDatabase database)
    {
        await Disasters.RunOnAsync(database);
        Assert.Equal("completed", await database.StateAsync("Touch"));
        Assert.Equal(["keys"], await database.ColumnAsync<string>("SELECT strategy FROM phased.steps"));
        Assert.Equal(["1"], await database.ColumnAsync<string>("SELECT DISTINCT touched::text FROM items"));
        Assert.Equal(20000m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks WHERE state = 'done'"));
    }

    [Fact]
    public async Task ProcessKilled_LosesAndRepeatsNothing()
    {
        await using var database = await CreateAsync();

        Assert.True(await Disasters.KillProcessesAsync(database, most: 10, seed: 1) >= 8);

        await AssertEachOnceAsync(database);
    }

    [Fact]
    public async Task LineCutInsideCommit_IsResolvedFromTheLedger()
    {
        await using var database = await CreateAsync();

        Assert.True(await Disasters.CutCommitsAsync(database) > 5);

        await AssertEachOnceAsync(database);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BackendKilledBetweenRowsAndLedger_LosesAndRepeatsNothing(bool insideCommit)
    {
        await using var database = await CreateAsync();
        var trap = new LedgerTrap(database, every: 20);
        await trap.SetAsync(insideCommit);

        await AssertEachOnceAsync(database);

        Assert.True(await trap.KillsAsync() > 1);
    }
}
