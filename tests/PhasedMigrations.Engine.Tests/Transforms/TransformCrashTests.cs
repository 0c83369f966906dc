using System.Globalization;
using Npgsql;
using PhasedMigrations.Engine.Tests.Crashes;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Transforms;

/// <summary>
/// Amounts become cents in place, by C#, while processes are killed, lines are cut inside COMMIT and clients insert, update, delete and change
/// keys. The clients' books say what must be there: nothing lost, nothing twice.
/// </summary>
public sealed class TransformCrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<PhasedDatabase> CreateAsync(int version)
    {
        var database = await PhasedDatabase.CreateAsync(version, Accounts.Sql("bigint"));
        await database.RegisterAsync("m", p => p.Transform("accounts", "cents", ["amount", "in_cents"], ["amount", "in_cents"], "NOT in_cents"));
        return database;
    }

    private static async Task<bool> IsLeftAsync(PhasedDatabase database) =>
        await database.ScalarAsync<long>("SELECT count(*) FROM phased.migrations WHERE state <> 'completed'") > 0;

    private static async Task<int> KillAsync(PhasedDatabase database, int seed)
    {
        var random = new Random(seed);
        var kills = 0;
        for (; kills < Soak.Times(15); kills++)
        {
            await using var process = RunnerProcess.Start(database.Database.ConnectionString);
            if (!await process.HasDoneAsync(random.Next(1, 8), Cancellation))
                break;
        }

        return kills;
    }

    private static async Task<int> CutAsync(PhasedDatabase database)
    {
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString);
        await using var proxy = new CommitCuttingProxy(builder.Port, every: 25);
        (builder.Host, builder.Port, builder.SslMode) = ("127.0.0.1", proxy.Port, SslMode.Disable);
        builder.GssEncryptionMode = GssEncryptionMode.Disable;
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);
        for (var again = 0; again < 20 && await IsLeftAsync(database); again++)
            await new PhasedRunner(dataSource, Accounts.Options).RunAsync(cancellationToken: Cancellation);
        return proxy.Cuts;
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(18, true)]
    [InlineData(14, false)]
    [InlineData(18, false)]
    public async Task Amounts_AreThoseOfTheBooks(int version, bool isKilled)
    {
        await using var database = await CreateAsync(version);
        using var stop = new CancellationTokenSource();
        var (clients, work) = Client.Start(database.Database.ConnectionString, count: 3, stop.Token);

        var crashes = isKilled ? await KillAsync(database, version) : await CutAsync(database);

        await stop.CancelAsync();
        await work;
        Assert.True(crashes >= 10, $"{crashes} crashes before everything was done");
        for (var again = 0; again < 20 && await IsLeftAsync(database); again++)
            await database.RunAsync(options: Accounts.Options with { InitialBatchRows = 5000, TargetBatchTime = TimeSpan.FromMilliseconds(50) });
        Assert.Equal("completed", await database.StateAsync("m"));
        var expected = Client.Untouched(Accounts.Rows);
        foreach (var client in clients)
            client.ApplyTo(expected);
        Assert.Equal(
            expected.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value * 100}")),
            await database.ColumnAsync<string>("SELECT code || ':' || amount FROM accounts ORDER BY code"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE NOT in_cents"));
        Assert.All(clients, client => Assert.True(client.Operations > 0));
    }
}
