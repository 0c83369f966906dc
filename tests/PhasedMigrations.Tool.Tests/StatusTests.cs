namespace PhasedMigrations.Tool.Tests;

public sealed class StatusTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NothingRegistered_SaysSo()
    {
        await using var users = await Users.CreateAsync(rows: 1);

        var text = (await PhasedTool.RunAsync(users.ConnectionString, "status", "--exit-code")).EndedWith(0);
        var json = (await PhasedTool.RunAsync(users.ConnectionString, "status", "--json")).EndedWith(0);

        Assert.Equal("Nothing is registered here: this database has no phased migrations.\n", text.Output);
        Assert.Equal("[]\n", json.Output);
        Assert.Equal(0L, await users.Database.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'phased'", Cancellation));
    }

    [Fact]
    public async Task EachState_IsShownWithWhatComesNext()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();

        Assert.Equal(
            "RequireVerified  migrating  not begun\n    phased run goes on\n",
            (await PhasedTool.RunAsync(users.ConnectionString, "status")).EndedWith(0).Output);

        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);
        Assert.Equal(
            "RequireVerified  awaiting contract  rows are migrated\n    phased contract RequireVerified, when no old code runs any more\n",
            (await PhasedTool.RunAsync(users.ConnectionString, "status")).EndedWith(0).Output);

        (await PhasedTool.RunAsync(users.ConnectionString, "contract", "RequireVerified")).EndedWith(0);
        Assert.Equal(
            "RequireVerified  completed  done\n",
            (await PhasedTool.RunAsync(users.ConnectionString, "status")).EndedWith(0).Output);
    }

    [Fact]
    public async Task Blocked_SaysWhatBlocks()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterAsync("RequireVerified", phased => phased.SetNotNull(table: "users", column: "verified"));
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(1);

        var text = (await PhasedTool.RunAsync(users.ConnectionString, "status")).EndedWith(0);
        var json = (await PhasedTool.RunAsync(users.ConnectionString, "status", "--json")).EndedWith(0).Json[0];

        Assert.Contains("RequireVerified  blocked", text.Output, StringComparison.Ordinal);
        Assert.Equal("blocked", json.GetProperty("state").GetString());
        Assert.Contains(json.GetProperty("blockedReason").GetString()!, text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrating", 3)]
    [InlineData("awaiting_contract", 3)]
    [InlineData("blocked", 1)]
    [InlineData("completed", 0)]
    public async Task ExitCode_TellsTheState(string state, int exitCode)
    {
        await using var users = await Users.CreateAsync(rows: 1);
        await users.RegisterRequireVerifiedAsync();
        await users.Database.ExecuteAsync($"UPDATE phased.migrations SET state = '{state}'", Cancellation);

        (await PhasedTool.RunAsync(users.ConnectionString, "status", "--exit-code")).EndedWith(exitCode);
        (await PhasedTool.RunAsync(users.ConnectionString, "status")).EndedWith(0);
    }

    [Fact]
    public async Task OneName_IsShownWithItsSteps()
    {
        await using var users = await Users.CreateAsync(rows: 5_000);
        await users.RegisterRequireVerifiedAsync();
        await users.RegisterIndexEmailAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);

        var text = (await PhasedTool.RunAsync(users.ConnectionString, "status", "RequireVerified")).EndedWith(0).Output;
        var json = (await PhasedTool.RunAsync(users.ConnectionString, "status", "RequireVerified", "--json")).EndedWith(0).Json;

        Assert.DoesNotContain("IndexEmail", text, StringComparison.Ordinal);
        Assert.Contains("    x backfill public.users (verified) in batches: done\n", text, StringComparison.Ordinal);
        Assert.Equal(1, json.GetArrayLength());
        var step = json[0].GetProperty("steps")[0];
        Assert.True(step.GetProperty("done").GetBoolean());
        Assert.InRange(step.GetProperty("rowsDone").GetInt64(), 5_000, long.MaxValue);
        Assert.Equal(5_000, step.GetProperty("rowsTotal").GetInt64());
    }
}
