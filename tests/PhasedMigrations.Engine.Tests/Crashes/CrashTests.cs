using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>
/// More than 200 kills in every way a runner, a line and a server can die, while clients insert, update, delete and change keys: no row is
/// lost and none is changed twice, by the books of the clients and by the server's VALIDATE.
/// </summary>
public sealed class CrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<PhasedDatabase> CreateAsync(int version)
    {
        var database = await PhasedDatabase.CreateAsync(version, Accounts.Sql("bigint"));
        await Accounts.RegisterAsync(database);
        return database;
    }

    private static Task<long> StripesAsync(PhasedDatabase database) =>
        database.ScalarAsync<long>("SELECT coalesce(sum(stripe), 0)::bigint FROM phased.chunks");

    [Theory]
    [InlineData(14)]
    [InlineData(18)]
    public async Task ProcessKilled_LosesAndRepeatsNothing(int version)
    {
        await using var database = await CreateAsync(version);
        using var stop = new CancellationTokenSource();
        var (clients, work) = Client.Start(database.Database.ConnectionString, count: 3, stop.Token);

        var kills = await Disasters.KillProcessesAsync(database, Soak.Times(15), seed: version);

        await stop.CancelAsync();
        await work;
        Assert.True(kills >= 10, $"{kills} kills before everything was done");
        await Accounts.AssertExactAsync(database, clients);
        Assert.All(clients, client => Assert.True(client.Operations > 0));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(18)]
    public async Task LineCutInsideCommit_IsResolvedFromTheLedger(int version)
    {
        await using var database = await CreateAsync(version);
        using var stop = new CancellationTokenSource();
        var (clients, work) = Client.Start(database.Database.ConnectionString, count: 3, stop.Token);

        var cuts = await Disasters.CutCommitsAsync(database);

        await stop.CancelAsync();
        await work;
        Assert.True(cuts >= 60, $"{cuts} cuts");
        await Accounts.AssertExactAsync(database, clients);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BackendKilledBetweenRowsAndLedger_LosesAndRepeatsNothing(bool insideCommit)
    {
        await using var database = await CreateAsync(18);
        var trap = new LedgerTrap(database, every: 6);
        await trap.SetAsync(insideCommit);
        using var stop = new CancellationTokenSource();
        var (clients, work) = Client.Start(database.Database.ConnectionString, count: 3, stop.Token);

        await Disasters.RunOnAsync(database);

        await stop.CancelAsync();
        await work;
        var kills = await trap.KillsAsync();
        Assert.True(kills >= 30, $"{kills} kills");
        await Accounts.AssertExactAsync(database, clients);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task ServerStoppedAtOnce_WithAsynchronousCommit_LosesAndRepeatsNothing(int version)
    {
        await using var server = await PostgresServer.StartAsync(
            version, new() { Durable = true, Settings = new Dictionary<string, string> { ["synchronous_commit"] = "off" } }, Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(server, Accounts.Sql("bigint"));
        await Accounts.RegisterAsync(database);
        using var stop = new CancellationTokenSource();
        var (clients, work) = Client.Start(database.Database.ConnectionString, count: 3, stop.Token);

        var crashes = 0;
        for (var again = 0; again < 20 && await Disasters.IsLeftAsync(database); again++)
        {
            var run = database.RunAsync(options: Accounts.Options);
            while (!run.IsCompleted)
            {
                var before = await StripesAsync(database);
                while (!run.IsCompleted && await StripesAsync(database) < before + 8)
                    Cancellation.ThrowIfCancellationRequested();
                if (run.IsCompleted || crashes >= Soak.Times(8))
                    break;
                crashes++;
                await server.RestartAsync(ShutdownMode.Immediate, Cancellation);
                database.DataSource.Clear();
            }

            Assert.NotEqual(PhasedRunOutcome.Blocked, (await run).Outcome);
        }

        await stop.CancelAsync();
        await work;
        Assert.True(crashes >= 5, $"{crashes} crashes");
        await Accounts.AssertExactAsync(database, clients);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(18)]
    public async Task ProcessFrozenPastItsLease_CommitsNothingWhenItWakes(int version)
    {
        await using var database = await CreateAsync(version);
        using var stop = new CancellationTokenSource();
        var (clients, work) = Client.Start(database.Database.ConnectionString, count: 3, stop.Token);
        var frozen = new List<RunnerProcess>();
        try
        {
            for (var freeze = 0; freeze < 4; freeze++)
            {
                var process = RunnerProcess.Start(database.Database.ConnectionString);
                frozen.Add(process);
                if (await process.HasDoneAsync(1 + (freeze * 3), Cancellation))
                    await process.FreezeAsync();
            }

            // It needs every chunk that the frozen ones hold, so it ends only after their leases.
            await Disasters.RunOnAsync(database);
            var done = await database.ScalarAsync<string>("SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM phased.chunks c");
            Assert.True(await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks WHERE epoch > 1") > 0);
            foreach (var process in frozen)
                await process.ThawAsync();
            foreach (var process in frozen)
                await process.ReadToEndAsync(Cancellation);

            Assert.Equal(done, await database.ScalarAsync<string>("SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM phased.chunks c"));
        }
        finally
        {
            foreach (var process in frozen)
                await process.DisposeAsync();
        }

        await stop.CancelAsync();
        await work;
        await Accounts.AssertExactAsync(database, clients);
    }
}
