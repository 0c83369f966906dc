using System.Diagnostics;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Signals;

/// <summary>Real streaming replicas that are stopped, delayed and taken away.</summary>
public sealed class ReplicaTests
{
    private const long Limit = 1024 * 1024;
    // What passes for the processes' own rows and the server's own records.
    private const long Besides = 512 * 1024;

    private static readonly PhasedRunnerOptions Limited = PhasedDatabase.Quick with
    {
        SignalLimits = new Dictionary<string, SignalLimits> { [LoadSignals.ReplicaLag] = new(Pause: Limit) },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<PostgresServer> PrimaryAsync(int version) => PostgresServer.StartAsync(
        version,
        new() { Settings = new Dictionary<string, string> { ["wal_keep_size"] = "1GB", ["wal_sender_timeout"] = "0", ["autovacuum"] = "off" } },
        Cancellation);

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var dataSource = Npgsql.NpgsqlDataSource.Create(server.ConnectionString());
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task SignalReceiverAsync(PostgresServer replica, string signal)
    {
        await using var dataSource = Npgsql.NpgsqlDataSource.Create(replica.ConnectionString());
        await using var command = dataSource.CreateCommand("SELECT pid FROM pg_stat_wal_receiver");
        using var kill = Process.Start("kill", [$"-{signal}", $"{await command.ExecuteScalarAsync(Cancellation)}"]);
        await kill.WaitForExitAsync(Cancellation);
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task UntilConnectedAsync(PhasedDatabase database, int replicas)
    {
        while (await database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND replay_lsn = pg_current_wal_lsn()") < replicas)
            Cancellation.ThrowIfCancellationRequested();
    }

    // Allows one batch after the other, looks after each whether the run is held, and then how far it got.
    private static async Task<string> HoldByLagAsync(SteppedBackfill backfill)
    {
        var batches = 0L;
        do
        {
            await backfill.AllowAsync(++batches);
            await backfill.UntilDoneAsync(batches);
            await backfill.PolledAsync();
        }
        while (await backfill.HeldByAsync() is null);

        var reason = (await backfill.HeldByAsync())!;
        // One batch had begun when the lag was seen. No other one does.
        await backfill.AllowAllAsync();
        await backfill.PolledAsync();
        await backfill.PolledAsync();
        Assert.InRange(await backfill.DoneAsync(), batches, batches + 1);
        var lag = await backfill.Database.ScalarAsync<long>(
            "SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::bigint FROM pg_stat_replication");
        var largest = await backfill.Database.ScalarAsync<long>("SELECT max(wal_bytes / stripe)::bigint FROM phased.chunks WHERE stripe > 0");
        Assert.InRange(lag, Limit, Limit + (2 * largest) + Besides);
        return reason;
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task ReplicaThatReplaysNothing_HoldsTheBackfill_WithinOneLookAndOneBatch_UntilItHasCaughtUp(int version)
    {
        await using var primary = await PrimaryAsync(version);
        await using var near = await primary.StartReplicaAsync("near", cancellationToken: Cancellation);
        await using var far = await primary.StartReplicaAsync("far", cancellationToken: Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(primary, "SELECT 1");
        var backfill = await SteppedBackfill.CreateAsync(database);
        await UntilConnectedAsync(database, 2);
        await ExecuteAsync(far, "SELECT pg_wal_replay_pause()");

        backfill.Begin(Limited);
        var reason = await HoldByLagAsync(backfill);
        await ExecuteAsync(far, "SELECT pg_wal_replay_resume()");

        Assert.Contains("replica-lag is ", reason, StringComparison.Ordinal);
        Assert.Contains("(replica far), the limit is 1 MiB", reason, StringComparison.Ordinal);
        await backfill.CompletedAsync();
        Assert.Equal(
            ["held", "released"],
            (await database.ColumnAsync<string>("SELECT kind FROM phased.events WHERE message LIKE '%replica far%' ORDER BY id")).Take(2));
    }

    [Fact]
    public async Task ReplicaThatIsFrozen_HoldsTheBackfill()
    {
        await using var primary = await PrimaryAsync(18);
        await using var replica = await primary.StartReplicaAsync("frozen", cancellationToken: Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(primary, "SELECT 1");
        var backfill = await SteppedBackfill.CreateAsync(database);
        await UntilConnectedAsync(database, 1);
        await SignalReceiverAsync(replica, "STOP");

        backfill.Begin(Limited);
        await HoldByLagAsync(backfill);
        await SignalReceiverAsync(replica, "CONT");

        await backfill.CompletedAsync();
    }

    [Fact]
    public async Task ReplicaThatGoesAway_Holds_UntilItIsBack()
    {
        await using var primary = await PrimaryAsync(18);
        await using var replica = await primary.StartReplicaAsync("gone", cancellationToken: Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(primary, "SELECT 1");
        var backfill = await SteppedBackfill.CreateAsync(database);
        await UntilConnectedAsync(database, 1);
        backfill.Begin(PhasedDatabase.Quick with { SignalSilence = TimeSpan.FromSeconds(2) });
        await backfill.AllowAsync(1);
        await backfill.UntilDoneAsync(1);
        await backfill.PolledAsync();

        await replica.StopAsync(cancellationToken: Cancellation);
        var reason = await backfill.UntilHeldAsync();
        await backfill.AllowAllAsync();
        await backfill.PolledAsync();
        Assert.InRange(await backfill.DoneAsync(), 1, 2);
        await replica.StartAsync(Cancellation);

        Assert.Contains("of 1 replicas named gone, 0 are connected", reason, StringComparison.Ordinal);
        await backfill.CompletedAsync();
    }

    [Fact]
    public async Task ReplicaWithASlotThatGoesAway_CountsByItsSlot()
    {
        await using var primary = await PrimaryAsync(18);
        await using var replica = await primary.StartReplicaAsync("gone", slot: "gone_slot", cancellationToken: Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(primary, "SELECT 1");
        var backfill = await SteppedBackfill.CreateAsync(database);
        await UntilConnectedAsync(database, 1);
        backfill.Begin(Limited);
        await backfill.AllowAsync(1);
        await backfill.UntilDoneAsync(1);

        await replica.StopAsync(cancellationToken: Cancellation);
        await backfill.AllowAllAsync();
        var reason = await backfill.UntilHeldAsync();
        await replica.StartAsync(Cancellation);

        Assert.Contains("(slot gone_slot, whose replica is away), the limit is 1 MiB", reason, StringComparison.Ordinal);
        await backfill.CompletedAsync();
    }

    [Fact]
    public async Task ReplicaThatIsAsked_TellsItsDelayByTheHeartbeat()
    {
        await using var primary = await PrimaryAsync(18);
        await using var replica = await primary.StartReplicaAsync("asked", cancellationToken: Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(primary, "SELECT 1");
        var backfill = await SteppedBackfill.CreateAsync(database);
        await UntilConnectedAsync(database, 1);
        await using var asked = Npgsql.NpgsqlDataSource.Create(replica.ConnectionString(database.Database.Name));
        backfill.Begin(PhasedDatabase.Quick with
        {
            Replicas = [new("reports", asked)],
            SignalLimits = new Dictionary<string, SignalLimits> { [LoadSignals.ReplicaDelay] = new(Pause: 1) },
        });
        await backfill.AllowAsync(1);
        await backfill.UntilDoneAsync(1);
        await backfill.PolledAsync();

        await ExecuteAsync(replica, "SELECT pg_wal_replay_pause()");
        while (await backfill.HeldByAsync() is not { } held || !held.Contains("replica-delay", StringComparison.Ordinal))
            Assert.False(backfill.Run.IsCompleted);
        await backfill.AllowAllAsync();
        await ExecuteAsync(replica, "SELECT pg_wal_replay_resume()");

        await backfill.CompletedAsync();
        Assert.Contains(
            "replica-delay is ",
            await database.ScalarAsync<string>("SELECT message FROM phased.events WHERE kind = 'held' AND message LIKE '%(replica reports), the limit is 1 s'"),
            StringComparison.Ordinal);
    }
}
