using Npgsql;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;
using PhasedMigrations.Tests.Execution;

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

    private static async Task<bool> IsLeftAsync(PhasedDatabase database) =>
        await database.ScalarAsync<long>("SELECT count(*) FROM phased.migrations WHERE state = 'migrating'") > 0;

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
        var random = new Random(version);

        var kills = 0;
        for (; kills < Soak.Times(15); kills++)
        {
            await using var process = RunnerProcess.Start(database.Database.ConnectionString);
            if (!await process.HasDoneAsync(random.Next(1, 8), Cancellation))
                break;
        }

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
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString);
        // The batch that changes rows commits at its end; it is executed, and nobody hears of it.
        await using var proxy = new CommitCuttingProxy(builder.Port, every: 3, marker: "advance_chunk");
        (builder.Host, builder.Port, builder.SslMode) = ("127.0.0.1", proxy.Port, SslMode.Disable);
        builder.GssEncryptionMode = GssEncryptionMode.Disable;
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);

        for (var again = 0; again < 20 && await IsLeftAsync(database); again++)
            await new PhasedRunner(dataSource, Accounts.Options).RunAsync(cancellationToken: Cancellation);

        await stop.CancelAsync();
        await work;
        Assert.True(proxy.Cuts >= 60, $"{proxy.Cuts} cuts");
        await Accounts.AssertExactAsync(database, clients);
    }

    // After the rows and before the end of the transaction, or inside COMMIT.
    [Theory]
    [InlineData("CREATE TRIGGER trap AFTER UPDATE ON phased.chunks FOR EACH ROW WHEN (NEW.stripe > OLD.stripe) EXECUTE FUNCTION trap()")]
    [InlineData("CREATE CONSTRAINT TRIGGER trap AFTER UPDATE ON phased.chunks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.stripe > OLD.stripe) EXECUTE FUNCTION trap()")]
    public async Task BackendKilledBetweenRowsAndLedger_LosesAndRepeatsNothing(string trap)
    {
        await using var database = await CreateAsync(18);
        await database.ExecuteAsync($"""
            CREATE SEQUENCE trapped;
            CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                -- A sequence does not roll back, so the same stripe gets through the next time.
                IF nextval('trapped') % 6 = 3 THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                    PERFORM pg_sleep(60);
                END IF;
                RETURN NULL;
            END $$;
            {trap};
            """);
        using var stop = new CancellationTokenSource();
        var (clients, work) = Client.Start(database.Database.ConnectionString, count: 3, stop.Token);

        for (var again = 0; again < 20 && await IsLeftAsync(database); again++)
            await database.RunAsync(options: Accounts.Options);

        await stop.CancelAsync();
        await work;
        var kills = (await database.ScalarAsync<long>("SELECT last_value FROM trapped") + 3) / 6;
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
        for (var again = 0; again < 20 && await IsLeftAsync(database); again++)
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
            for (var again = 0; again < 20 && await IsLeftAsync(database); again++)
                await database.RunAsync(options: Accounts.Options);
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
