using Npgsql;
using PhasedMigrations.Engine.Tests.Crashes;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;
using PhasedMigrations.Tests.Execution;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>A database in which every transaction is serializable, those of the engine as well: each side is refused now and then, and begins anew.</summary>
public sealed class SerializableTests
{
    private const int Clients = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task SerializableClientsThatMeetTheBackfill_LoseNothing_AndNeitherDoesIt(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Accounts.Sql("bigint"));
        await Accounts.RegisterAsync(database);
        await database.ExecuteAsync($"ALTER DATABASE \"{database.Database.Name}\" SET default_transaction_isolation = 'serializable'");
        database.DataSource.Clear();
        Assert.Equal("serializable", await database.ScalarAsync<string>("SHOW transaction_isolation"));
        await using var dataSource = NpgsqlDataSource.Create(database.Database.ConnectionString);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(number => new SerializableClient(dataSource, number, Clients, isAhead: number % 2 == 0)).ToList();
        var work = Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(stop.Token), Cancellation)));
        await Task.WhenAny(Task.WhenAll(clients.Select(client => client.IsReady)), work);
        var progress = new ProgressLog();

        // The clients see to more failures than a server has whose backfill should go on.
        var result = await database.RunAsync(options: Accounts.Options with { WaivedSignals = [LoadSignals.Errors] }, progress: progress);

        await stop.CancelAsync();
        await work;
        Assert.DoesNotContain(result.Migrations, migration => migration.Outcome == PhasedRunOutcome.Blocked);
        Assert.All(clients, client => Assert.True(client.Transfers > 0 && (client.IsAhead || client.Refusals > 0), $"{client.Refusals} refusals, {client.Transfers} transfers"));
        Assert.Contains(
            progress.Reports,
            report => report.Message is { } message && message.StartsWith("Trying a batch again", StringComparison.Ordinal) && message.Contains("40001", StringComparison.Ordinal));
        await Accounts.AssertExactAsync(database, clients);
    }
}
