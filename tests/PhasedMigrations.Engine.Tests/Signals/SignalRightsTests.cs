using Npgsql;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Signals;

/// <summary>A role that may not see how far a replica is does not begin, unless somebody says that it may.</summary>
public sealed class SignalRightsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task ReplicaThatTheRoleMayNotSee_IsReportedBeforeAnythingIsDone(int version)
    {
        await using var primary = await PostgresServer.StartAsync(version, cancellationToken: Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(primary, "SELECT 1");
        await database.ExecuteAsync($"""
            CREATE ROLE engine LOGIN;
            GRANT CREATE ON DATABASE "{database.Database.Name}" TO engine;
            CREATE TABLE items (id integer PRIMARY KEY, slug text);
            INSERT INTO items SELECT g FROM generate_series(1, 100) g;
            ALTER TABLE items OWNER TO engine;
            SET ROLE engine;
            {PhasedDatabase.Registration("m", p => p.Backfill("items", "slug = 's' || id", "slug IS NULL"))}
            """);
        database.DataSource.Clear();
        await using var replica = await primary.StartReplicaAsync("standby", cancellationToken: Cancellation);
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND replay_lsn IS NOT NULL)"))
            Cancellation.ThrowIfCancellationRequested();

        var result = await RunAsync(database);
        Assert.IsType<MissingPrivilegeException>(result.Error);
        Assert.Contains("how far the replica standby is", result.Message, StringComparison.Ordinal);
        Assert.Contains("GRANT pg_read_all_stats TO \"engine\"", result.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await DoneAsync(database));

        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsync(database, LoadSignals.ReplicaLag)).Outcome);
        Assert.Equal(100L, await DoneAsync(database));

        await database.ExecuteAsync("SET ROLE engine; UPDATE items SET slug = NULL; " + PhasedDatabase.Registration("again", p => p.Backfill("items", "slug = 't' || id", "slug IS NULL")));
        await database.ExecuteAsync("RESET ROLE; GRANT pg_read_all_stats TO engine");
        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsync(database)).Outcome);
        Assert.Equal(100L, await DoneAsync(database));
    }

    private static Task<long> DoneAsync(PhasedDatabase database) => database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS NOT NULL");

    private static async Task<PhasedMigrationResult> RunAsync(PhasedDatabase database, params string[] waived)
    {
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { Username = "engine", Pooling = false };
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);
        var result = await new PhasedRunner(dataSource, PhasedDatabase.Quick with { WaivedSignals = waived }).RunAsync(cancellationToken: Cancellation);
        return Assert.Single(result.Migrations);
    }
}
