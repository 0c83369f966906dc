namespace PhasedMigrations.Tool.Tests;

/// <summary>One process runs, another one changes its pace.</summary>
public sealed class PaceTests
{
    private const string Name = "RequireVerified";
    private const int Rows = 60_000;

    // A timer counts whole milliseconds.
    private const double Tick = 2;

    // Along the key, so that the chunk of the held row is one of six. How long the server of a busy machine takes to commit must not change the pace.
    private static readonly string[] Run = ["run", "--chunking", "keys", "--waive", "commit-latency", "--contract"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task UntilAsync(Users users, string condition)
    {
        while (!await users.Database.ScalarAsync<bool>($"SELECT EXISTS ({condition})", Cancellation))
            Cancellation.ThrowIfCancellationRequested();
    }

    private static async Task UntilWorkingWithAsync(Users users, int workers, double pauseRatio) => await UntilAsync(
        users,
        FormattableString.Invariant($"SELECT FROM phased.runners WHERE ended_at IS NULL AND (workers, pause_ratio) = ({workers}, {pauseRatio})"));

    private static async Task PaceAsync(Users users, params string[] pace) =>
        (await PhasedTool.RunAsync(users.ConnectionString, ["pace", Name, .. pace])).EndedWith(0);

    [Fact]
    public async Task Workers_AreMoreInTheRunOfAnotherProcess_AndFewerAgain()
    {
        await using var users = await Users.CreateAsync(Rows);
        await users.RegisterRequireVerifiedAsync();
        await PaceAsync(users, "--workers", "1");
        await using var row = await LockedRow.HoldAsync(users.Database, id: 4_321);

        // Its only worker tries the chunk of the held row again and again.
        await using var run = PhasedTool.Start(users.ConnectionString, Run);
        await row.WaitForSomebodyAsync();
        await UntilWorkingWithAsync(users, workers: 1, pauseRatio: 0);
        Assert.Equal(0, await users.CountAsync("verified IS NOT NULL"));
        await PaceAsync(users, "--workers", "3");
        await UntilWorkingWithAsync(users, workers: 3, pauseRatio: 0);
        await UntilAsync(users, $"SELECT FROM users WHERE id = {Rows} AND verified IS NOT NULL");

        var runner = (await PhasedTool.RunAsync(users.ConnectionString, "status", "--json")).EndedWith(0).Json[0].GetProperty("runners")[0];
        Assert.Equal(3, runner.GetProperty("workers").GetInt32());
        Assert.Equal(1, await users.CountAsync("id = 4321 AND verified IS NULL"));
        await PaceAsync(users, "--workers", "2");
        await UntilWorkingWithAsync(users, workers: 2, pauseRatio: 0);
        await PaceAsync(users, "--default");
        await UntilWorkingWithAsync(users, new PhasedRunnerOptions().Workers, pauseRatio: 0);
        await row.ReleaseAsync();
        (await run.EndAsync()).EndedWith(0);
        Assert.True(await users.IsContractedAsync());
    }

    [Fact]
    public async Task Pauses_AreMadeInTheRunOfAnotherProcess_UntilTheyAreTakenBack()
    {
        await using var users = await Users.CreateAsync(Rows);
        await users.RegisterRequireVerifiedAsync();
        await PaceAsync(users, "--workers", "1");
        await using var row = await LockedRow.HoldAsync(users.Database, id: 4_321);

        await using var run = PhasedTool.Start(users.ConnectionString, Run);
        await row.WaitForSomebodyAsync();
        await UntilWorkingWithAsync(users, workers: 1, pauseRatio: 0);
        // A second worker does the other chunks, each of them at the new pace.
        await PaceAsync(users, "--gentle", "--pause-ratio", "1.5", "--workers", "2");
        await UntilWorkingWithAsync(users, workers: 2, pauseRatio: 1.5);
        await UntilAsync(users, $"SELECT FROM users WHERE id = {Rows} AND verified IS NOT NULL");

        Assert.Equal(["gentle"], await users.Database.ColumnAsync<string>("SELECT pace ->> 'pace' FROM phased.migrations", Cancellation));
        var pauses = await users.Database.ColumnAsync<double>(
            """
            SELECT extract(epoch FROM lead(finished_at) OVER (ORDER BY finished_at) - finished_at)::float8 * 1000 - 1.5 * ms
            FROM phased.chunks WHERE owner LIKE '%#1' AND state = 'done' ORDER BY finished_at DESC OFFSET 1
            """,
            Cancellation);
        Assert.NotEmpty(pauses);
        // 100 ms below ten million rows.
        Assert.All(pauses, pause => Assert.True(pause >= 100 - Tick, $"The next batch was committed after {pause} ms besides the ratio's."));
        await PaceAsync(users, "--default");
        await UntilWorkingWithAsync(users, new PhasedRunnerOptions().Workers, pauseRatio: 0);
        await row.ReleaseAsync();
        (await run.EndAsync()).EndedWith(0);
    }
}
