using Npgsql;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>Runs what is registered in a database, and lets it go wrong over and over until there is nothing left to do.</summary>
public static class Disasters
{
    private const int MostRuns = 30;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<bool> IsLeftAsync(PhasedDatabase database) =>
        await database.ScalarAsync<long>("SELECT count(*) FROM phased.migrations WHERE state = 'migrating'") > 0;

    /// <summary>Kills one process after the other, each after a few stripes.</summary>
    /// <param name="database">Where something is registered.</param>
    /// <param name="most">So many times.</param>
    /// <param name="seed">After how many stripes.</param>
    /// <returns>How many were killed before everything was done.</returns>
    public static async Task<int> KillProcessesAsync(PhasedDatabase database, int most, int seed)
    {
        var random = new Random(seed);
        for (var kills = 0; kills < most; kills++)
        {
            await using var process = RunnerProcess.Start(database.Database.ConnectionString);
            if (!await process.HasDoneAsync(random.Next(1, 8), Cancellation))
                return kills;
        }

        return most;
    }

    /// <summary>Cuts the line when a commit has been sent: it is executed, and nobody hears of it.</summary>
    /// <param name="database">Where something is registered.</param>
    /// <param name="every">Of so many commits one.</param>
    /// <param name="marker">What tells a commit: by default the word of the batches that count a stripe, which commit by themselves.</param>
    /// <returns>How often.</returns>
    public static async Task<int> CutCommitsAsync(PhasedDatabase database, int every = 3, string marker = "run_stripe")
    {
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString);
        await using var proxy = new CommitCuttingProxy(builder.Port, every, marker);
        (builder.Host, builder.Port, builder.SslMode) = ("127.0.0.1", proxy.Port, SslMode.Disable);
        builder.GssEncryptionMode = GssEncryptionMode.Disable;
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);
        for (var again = 0; again < MostRuns && await IsLeftAsync(database); again++)
            await new PhasedRunner(dataSource, Accounts.Options).RunAsync(cancellationToken: Cancellation);
        return proxy.Cuts;
    }

    /// <summary>Runs until nothing is left, however often something dies meanwhile.</summary>
    public static async Task RunOnAsync(PhasedDatabase database, PhasedRunnerOptions? options = null)
    {
        for (var again = 0; again < MostRuns && await IsLeftAsync(database); again++)
            await database.RunAsync(options: options ?? Accounts.Options);
    }
}
