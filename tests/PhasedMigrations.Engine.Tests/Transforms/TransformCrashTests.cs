using PhasedMigrations.Engine.Tests.Crashes;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Transforms;

/// <summary>
/// Amounts become cents in place, by C#, while processes are killed, lines are cut inside COMMIT and clients insert, update, delete and change
/// keys. The clients' books say what must be there: nothing lost, nothing twice.
/// </summary>
public sealed class TransformCrashTests
{
    private static async Task<PhasedDatabase> CreateAsync(int version)
    {
        var database = await PhasedDatabase.CreateAsync(version, Accounts.Sql("bigint"));
        await database.RegisterAsync("m", p => p.Transform("accounts", "cents", ["amount", "in_cents"], ["amount", "in_cents"], "NOT in_cents"));
        return database;
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

        var crashes = isKilled
            ? await Disasters.KillProcessesAsync(database, Soak.Times(15), seed: version)
            : await Disasters.CutCommitsAsync(database, every: 25, marker: "COMMIT");

        await stop.CancelAsync();
        await work;
        Assert.True(crashes >= 10, $"{crashes} crashes before everything was done");
        await Disasters.RunOnAsync(database, Accounts.Options with { InitialBatchRows = 5000, TargetBatchTime = TimeSpan.FromMilliseconds(50) });
        Assert.Equal("completed", await database.StateAsync("m"));
        await Books.AssertAsync(database, clients, unit: 100, "SELECT code, amount FROM accounts");
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE NOT in_cents"));
        Assert.All(clients, client => Assert.True(client.Operations > 0));
    }
}
