namespace PhasedMigrations.Tool.Tests;

/// <summary>One process runs, another one controls it.</summary>
public sealed class OperatorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_HoldsTheRunOfAnotherProcess_AndResumeLetsItGoOn()
    {
        await using var users = await Users.CreateAsync(rows: 30_000);
        await users.RegisterRequireVerifiedAsync();
        await using var row = await LockedRow.HoldAsync(users.Database, id: 4_321);

        await using var run = PhasedTool.Start(users.ConnectionString, "run", "--contract");
        await row.WaitForSomebodyAsync();
        var paused = (await PhasedTool.RunAsync(users.ConnectionString, "pause", "RequireVerified", "--reason", "backup")).EndedWith(0);
        // The rest would be done before the run looks whether it is paused.
        while (!await users.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM phased.runners WHERE held_by IS NOT NULL)", TestContext.Current.CancellationToken))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        await row.ReleaseAsync();
        await run.WaitForOutputAsync("paused by an operator: backup; phased resume RequireVerified goes on");

        Assert.Equal(
            "RequireVerified: Paused. Whoever works on it finishes his batch and waits; phased resume RequireVerified goes on.\n", paused.Output);
        Assert.False(await users.IsContractedAsync());
        var status = (await PhasedTool.RunAsync(users.ConnectionString, "status", "--exit-code")).EndedWith(3);
        Assert.Contains("RequireVerified  paused  ", status.Output, StringComparison.Ordinal);
        Assert.Contains("(backup); phased resume RequireVerified goes on\n", status.Output, StringComparison.Ordinal);
        Assert.Contains("Resumed.", (await PhasedTool.RunAsync(users.ConnectionString, "resume", "RequireVerified")).EndedWith(0).Output, StringComparison.Ordinal);
        (await run.EndAsync()).EndedWith(0);
        Assert.True(await users.IsContractedAsync());
        var again = (await PhasedTool.RunAsync(users.ConnectionString, "resume", "RequireVerified", "--json")).EndedWith(0);
        Assert.Equal("unchanged", Assert.Single(again.JsonLines).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Cancel_EndsTheRunOfAnotherProcess_AndRefusesTheContract()
    {
        await using var users = await Users.CreateAsync(rows: 30_000);
        await users.RegisterRequireVerifiedAsync();
        await using var row = await LockedRow.HoldAsync(users.Database, id: 4_321);

        // The row stays locked: the run cannot come to its end by itself.
        await using var run = PhasedTool.Start(users.ConnectionString, "run", "--json");
        await row.WaitForSomebodyAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "cancel", "RequireVerified", "--reason", "wrong column")).EndedWith(0);
        var summary = (await run.EndAsync()).EndedWith(1).JsonLines[^1];

        Assert.Equal("cancelled", summary.GetProperty("outcome").GetString());
        var status = (await PhasedTool.RunAsync(users.ConnectionString, "status", "--exit-code", "--json")).EndedWith(1).Json[0];
        Assert.Equal("wrong column", status.GetProperty("controlReason").GetString());
        Assert.True(status.TryGetProperty("cancelledAt", out _));
        Assert.Contains("wrong column", (await PhasedTool.RunAsync(users.ConnectionString, "contract", "RequireVerified")).EndedWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("Resume or revert", (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(1).Output, StringComparison.Ordinal);

        await row.ReleaseAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "resume", "RequireVerified")).EndedWith(0);
        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--contract")).EndedWith(0);
    }

    [Fact]
    public async Task Pace_IsKept_Shown_AndTakenBack()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();

        var set = (await PhasedTool.RunAsync(users.ConnectionString, "pace", "RequireVerified", "--gentle", "--workers", "2")).EndedWith(0);
        var text = (await PhasedTool.RunAsync(users.ConnectionString, "status", "RequireVerified")).EndedWith(0);
        var pace = (await PhasedTool.RunAsync(users.ConnectionString, "status", "--json")).EndedWith(0).Json[0].GetProperty("pace");
        (await PhasedTool.RunAsync(users.ConnectionString, "pace", "RequireVerified", "--default")).EndedWith(0);

        Assert.Equal("RequireVerified: From now on every process works with gentle pace, 2 workers.\n", set.Output);
        Assert.Contains("pace set by an operator: gentle pace, 2 workers\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(("gentle", 2), (pace.GetProperty("pace").GetString(), pace.GetProperty("workers").GetInt32()));
        Assert.Null(await users.Database.ScalarAsync<string>("SELECT pace::text FROM phased.migrations", Cancellation));
    }

    [Fact]
    public async Task Retry_OpensChunksThatFailed()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterAsync("Number", phased => phased.Backfill(table: "users", set: "verified = (email::integer > 0)", where: "verified IS NULL"));
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(1);

        Assert.Equal("Number: 1 failed chunk is open again.\n", (await PhasedTool.RunAsync(users.ConnectionString, "retry", "Number")).EndedWith(0).Output);
        Assert.Equal("Number: No chunk has failed.\n", (await PhasedTool.RunAsync(users.ConnectionString, "retry", "Number")).EndedWith(0).Output);
    }

    [Fact]
    public async Task CompleteMigration_CannotBePaused()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterIndexEmailAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(0);

        Assert.Contains("is complete", (await PhasedTool.RunAsync(users.ConnectionString, "pause", "IndexEmail")).EndedWith(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartedWhilePaused_TheRunWaitsForAsLongAsItMay()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "pause", "RequireVerified")).EndedWith(0);

        var ended = (await PhasedTool.RunAsync(users.ConnectionString, "run", "--max-duration", "1s")).EndedWith(3);
        Assert.Contains("Nothing is lost; the same command resumes.", ended.Output, StringComparison.Ordinal);
        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--max-duration", "1s", "--resumable-ok")).EndedWith(0);
        Assert.Equal(10, await users.CountAsync("verified IS NULL"));
    }

    [Fact]
    public async Task OutsideItsWindow_TheRunEndsWhereItIsAskedTo()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        // Three days from now: it is closed wherever the clock stands.
        var window = $"{DateTime.UtcNow.AddDays(3).DayOfWeek.ToString()[..3]} 01:00-05:00 UTC";

        var ended = (await PhasedTool.RunAsync(users.ConnectionString, "run", "--window", window, "--outside-window", "exit")).EndedWith(3);

        Assert.Contains("The run is outside of its windows until ", ended.Output, StringComparison.Ordinal);
        Assert.Equal(10, await users.CountAsync("verified IS NULL"));
    }
}
