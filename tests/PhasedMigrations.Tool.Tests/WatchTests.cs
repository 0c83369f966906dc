namespace PhasedMigrations.Tool.Tests;

public sealed class WatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redirected_ItTellsInLinesWhatAnotherProcessDoes_UntilThatEnds()
    {
        await using var users = await Users.CreateAsync(rows: 5_000);
        await users.RegisterRequireVerifiedAsync();
        await using var row = await LockedRow.HoldAsync(users.Database, id: 321);

        await using var run = PhasedTool.Start(users.ConnectionString, "run");
        await row.WaitForSomebodyAsync();
        await using var watch = PhasedTool.Start(users.ConnectionString, "watch", "RequireVerified", "--interval", "1s");
        await watch.WaitForOutputAsync("RequireVerified: migrating, ");
        await row.ReleaseAsync();
        (await run.EndAsync()).EndedWith(3);
        var watched = (await watch.EndAsync()).EndedWith(3);

        Assert.DoesNotContain('\e', watched.Output);
        Assert.Contains("  RequireVerified  registered: State: migrating.\n", watched.Output, StringComparison.Ordinal);
        Assert.Contains("  RequireVerified  step_done: backfill public.users (verified) in batches\n", watched.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "RequireVerified: awaiting contract, rows are migrated; phased contract RequireVerified, when no old code runs any more\n", watched.Output, StringComparison.Ordinal);
        Assert.Empty(watched.Errors);
    }

    [Fact]
    public async Task AsJson_ItIsAnObjectALine_WithTheExitCodeAtTheEnd()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        await users.RegisterIndexEmailAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--contract")).EndedWith(0);

        var lines = (await PhasedTool.RunAsync(users.ConnectionString, "watch", "--json")).EndedWith(0).JsonLines;

        Assert.Contains(lines, line => line.GetProperty("event").GetString() == "event" && line.GetProperty("kind").GetString() == "completed");
        var status = Assert.Single(lines, line => line.GetProperty("event").GetString() == "status");
        Assert.Equal(["completed", "completed"], status.GetProperty("migrations").EnumerateArray().Select(migration => migration.GetProperty("state").GetString()));
        Assert.Equal(("end", 0), (lines[^1].GetProperty("event").GetString(), lines[^1].GetProperty("exitCode").GetInt32()));
    }

    [Fact]
    public async Task RunnersAndWhatHoldsThem_AreShown()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        await users.Database.ExecuteAsync(
            """
            INSERT INTO phased.runners (owner, migration_id, workers, pause_ratio, held_by, held_since, signals, seen_at)
            SELECT n.owner, m.id, n.workers, 0.5, 'replica-lag is 60 MB', clock_timestamp(), '{"replica-lag": {"value": 60.04, "unit": "MB"}}', clock_timestamp() + n.seen
            FROM phased.migrations m
            -- Seen in the future: it does not fall silent however long this takes.
            CROSS JOIN (VALUES ('host:1', 2, interval '1 h'), ('ended:2', 0, '1 h'), ('dead:3', 1, '-1 min')) AS n (owner, workers, seen)
            """,
            Cancellation);

        await using var watch = PhasedTool.Start(users.ConnectionString, "watch");
        await watch.WaitForOutputAsync("RequireVerified: migrating, not begun; host:1, 2 workers: replica-lag is 60 MB, since ");
        await watch.SignalAsync("INT");
        (await watch.EndAsync()).EndedWith(3);
        var status = (await PhasedTool.RunAsync(users.ConnectionString, "status", "--json")).EndedWith(0).Json[0];

        var runner = Assert.Single(status.GetProperty("runners").EnumerateArray());
        Assert.Equal("host:1", runner.GetProperty("owner").GetString());
        Assert.Equal(60.04, runner.GetProperty("signals")[0].GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task BlockedMigration_EndsIt()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        await users.Database.ExecuteAsync("UPDATE phased.migrations SET state = 'blocked', blocked_reason = 'values are wrong'", Cancellation);

        var watched = (await PhasedTool.RunAsync(users.ConnectionString, "watch")).EndedWith(1);

        Assert.EndsWith("RequireVerified: blocked, not begun; values are wrong\n", watched.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingRegistered_SaysSo()
    {
        await using var users = await Users.CreateAsync(rows: 1);

        Assert.StartsWith("Nothing is registered here", (await PhasedTool.RunAsync(users.ConnectionString, "watch")).EndedWith(0).Output, StringComparison.Ordinal);
        Assert.Empty((await PhasedTool.RunAsync(users.ConnectionString, "events")).EndedWith(0).Output);
    }

    [Fact]
    public async Task Events_AreTheNewest_TheOldestFirst_AlsoOfOneName()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        await users.RegisterIndexEmailAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);

        var newest = (await PhasedTool.RunAsync(users.ConnectionString, "events", "--last", "2")).EndedWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var one = (await PhasedTool.RunAsync(users.ConnectionString, "events", "RequireVerified", "--json")).EndedWith(0).JsonLines;

        Assert.Equal(2, newest.Length);
        Assert.EndsWith("  IndexEmail  completed: State: completed.", newest[^1], StringComparison.Ordinal);
        Assert.Equal("registered", one[0].GetProperty("kind").GetString());
        Assert.All(one, line => Assert.Equal("RequireVerified", line.GetProperty("migration").GetString()));
    }

    [Fact]
    public async Task FollowedEvents_GoOnWithWhatHappens()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();

        await using var events = PhasedTool.Start(users.ConnectionString, "events", "--follow");
        await events.WaitForOutputAsync("registered");
        (await PhasedTool.RunAsync(users.ConnectionString, "pause", "RequireVerified", "--reason", "lunch")).EndedWith(0);
        await events.WaitForOutputAsync(": lunch");
        await events.SignalAsync("TERM");

        Assert.Empty((await events.EndAsync()).EndedWith(0).Errors);
    }
}
