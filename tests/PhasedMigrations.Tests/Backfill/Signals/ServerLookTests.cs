using Npgsql;
using PhasedMigrations.Backfill.Signals;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Backfill.Signals;

/// <summary>What one look at a real server shows, to every role.</summary>
public sealed class ServerLookTests
{
    private const string Items = "CREATE TABLE items (id integer PRIMARY KEY, name text); INSERT INTO items SELECT g, 'n' || g FROM generate_series(1, 100) g;";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<LoadSample> LookAsync(PhasedDatabase database, string? role = null, bool countsActiveSessions = false)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        if (role is not null)
            await ExecuteAsync(connection, $"SET ROLE {role}");
        return await ServerLook.LookAsync(connection, "public.items", countsActiveSessions, Cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task QuietServer_ShowsNoLoad(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Items);

        var sample = await LookAsync(database, countsActiveSessions: true);

        Assert.Equal((0, 0.0, 0, true), (sample.LockWaiters, sample.LongestLockWaitSeconds, sample.Vacuums, sample.SeesAll));
        Assert.InRange(sample.Connections, 1, sample.MostConnections);
        Assert.True(sample.ActiveSessions >= 0);
        Assert.Empty(sample.Replicas);
        Assert.True(sample.WalBytes > 0);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task WaiterBehindABatch_IsCounted_AndOneBehindTheApplicationIsNot(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Items);
        await using var ours = await database.DataSource.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(ours, $"BEGIN; SELECT {WorkMark.Expression}; UPDATE items SET name = 'ours' WHERE id = 1");
        await using var application = await database.DataSource.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(application, "BEGIN; UPDATE items SET name = 'theirs' WHERE id = 2");
        List<Task<int>> waiters =
        [
            database.ExecuteAsync("UPDATE items SET name = 'first' WHERE id = 1"), database.ExecuteAsync("UPDATE items SET name = 'second' WHERE id = 1"),
            database.ExecuteAsync("UPDATE items SET name = 'elsewhere' WHERE id = 2"),
        ];
        while (await database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") < 3)
            Cancellation.ThrowIfCancellationRequested();

        var sample = await LookAsync(database);
        await ExecuteAsync(ours, "COMMIT");
        await ExecuteAsync(application, "COMMIT");
        await Task.WhenAll(waiters);

        Assert.Equal(2, sample.LockWaiters);
        Assert.True(sample.LongestLockWaitSeconds > 0);
        Assert.Equal(0, (await LookAsync(database)).LockWaiters);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task VacuumAgainstWraparound_IsSeenByEveryRole(int version)
    {
        // The table's own limit is 100,000 transactions, the lowest there is.
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE items (id integer, pad text) WITH (autovacuum_freeze_max_age = 100000, autovacuum_enabled = false);
            INSERT INTO items SELECT g, repeat('p', 1000) FROM generate_series(1, 20000) g;
            CREATE TABLE other (id integer);
            """);
        var role = $"plain_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role}");
        // It rests after every page: it would take five minutes.
        await using var session = await database.DataSource.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(session, "SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1; SET vacuum_cost_page_hit = 1");
        var vacuum = ExecuteAsync(session, "VACUUM items");
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_stat_progress_vacuum WHERE relid = 'items'::regclass)"))
            Assert.False(vacuum.IsCompleted);
        var young = await LookAsync(database, role);

        // Rows of subtransactions use up one each.
        await database.ExecuteAsync(
            "DO $$ BEGIN FOR n IN 1..100100 LOOP BEGIN INSERT INTO other VALUES (1); EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END $$");
        var old = await LookAsync(database, role);
        await database.ExecuteAsync($"SELECT pg_cancel_backend({session.ProcessID})");
        await Assert.ThrowsAsync<PostgresException>(() => vacuum);

        Assert.Equal(0, young.Vacuums);
        Assert.Equal((1, "items"), (old.Vacuums, old.VacuumedTable));
        Assert.False(old.SeesAll);
        Assert.Equal(0, (await LookAsync(database, role)).Vacuums);
        await database.ExecuteAsync($"DROP ROLE {role}");
    }

    [Fact]
    public async Task Slots_TellWhatTheyKeep_ToEveryRole()
    {
        await using var server = await PostgresServer.StartAsync(18, new() { Settings = new Dictionary<string, string> { ["max_slot_wal_keep_size"] = "64MB" } }, Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(server, Items + "SELECT pg_create_physical_replication_slot('standby', true);");
        await database.ExecuteAsync("CREATE ROLE plain");
        await database.ExecuteAsync("SELECT pg_logical_emit_message(false, 'fill', repeat('x', 1000000)) FROM generate_series(1, 10)");

        var sample = await LookAsync(database, "plain");

        var slot = Assert.Single(sample.Slots);
        Assert.Equal("standby", slot.Name);
        Assert.True(slot.RetainedBytes > 10_000_000);
        Assert.InRange(slot.SafeBytes!.Value, 1, 64 * 1024 * 1024);
        // Its replica is away, so it counts as one that is that far behind.
        var replica = Assert.Single(sample.Replicas);
        Assert.Equal(("standby", false, true), (replica.Name, replica.IsConnected, replica.IsVisible));
        Assert.True(replica.LagBytes > 10_000_000);
    }
}
