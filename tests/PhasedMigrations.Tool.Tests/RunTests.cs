using System.Text.Json;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tool.Tests;

public sealed class RunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IEnumerable<object[]> Versions => PostgresVersion.OldestAndNewest;

    [Theory, MemberData(nameof(Versions))]
    public async Task Run_DoesThePendingWork_AndWaitsForTheContract(int version)
    {
        await using var users = await Users.CreateAsync(rows: 5_000, version);
        await users.RegisterRequireVerifiedAsync();
        await users.RegisterIndexEmailAsync();

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);

        Assert.Contains("RequireVerified: waiting for the contract. ", result.Output, StringComparison.Ordinal);
        Assert.Contains("phased contract RequireVerified\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("IndexEmail: complete\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Waiting for the contract; nothing else is left to do.\n", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Errors);
        Assert.Equal(0, await users.CountAsync("verified IS NULL"));
        Assert.False(await users.IsContractedAsync());
    }

    [Fact]
    public async Task RunWithContract_EndsDone_AndThereIsNothingLeftToDo()
    {
        await using var users = await Users.CreateAsync(rows: 5_000);
        await users.RegisterRequireVerifiedAsync();

        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--contract")).EndedWith(0);
        Assert.True(await users.IsContractedAsync());

        var again = (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(0);
        Assert.Equal("Nothing to do.\n", again.Output);
    }

    [Fact]
    public async Task RunOfNames_LeavesTheOthersAlone()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();
        await users.RegisterIndexEmailAsync();

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "run", "IndexEmail")).EndedWith(0);

        Assert.DoesNotContain("RequireVerified", result.Output, StringComparison.Ordinal);
        Assert.Equal(100, await users.CountAsync("verified IS NULL"));
    }

    [Fact]
    public async Task RedirectedOutput_IsPlainLines()
    {
        await using var users = await Users.CreateAsync(rows: 5_000);
        await users.RegisterRequireVerifiedAsync();

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(3);

        Assert.DoesNotContain('\e', result.Output);
        Assert.DoesNotContain('\r', result.Output);
        Assert.Contains("RequireVerified: backfill public.users (verified) in batches\n", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"RequireVerified:   done in [0-9.]+ s\n", result.Output);
    }

    [Fact]
    public async Task JsonOutput_IsAnObjectALine_WithASummaryAtTheEnd()
    {
        await using var users = await Users.CreateAsync(rows: 5_000);
        await users.RegisterRequireVerifiedAsync();

        var lines = (await PhasedTool.RunAsync(users.ConnectionString, "run", "--json")).EndedWith(3).JsonLines;

        Assert.Equal("migrationStarted", lines[0].GetProperty("event").GetString());
        var advanced = lines.Last(line => line.GetProperty("event").GetString() == "stepAdvanced" && line.TryGetProperty("unit", out var unit) && unit.GetString() == "rows");
        Assert.InRange(advanced.GetProperty("done").GetInt64(), 5_000, long.MaxValue);
        Assert.Equal(5_000, advanced.GetProperty("total").GetInt64());
        Assert.Equal("RequireVerified", advanced.GetProperty("migration").GetString());
        Assert.Equal(JsonValueKind.String, advanced.GetProperty("at").ValueKind);
        var summary = lines[^1];
        Assert.Equal("summary", summary.GetProperty("event").GetString());
        Assert.Equal("awaitingContract", summary.GetProperty("outcome").GetString());
        Assert.Equal(3, summary.GetProperty("exitCode").GetInt32());
        Assert.Equal("RequireVerified", summary.GetProperty("migrations")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task RowsThatForbidTheChange_EndBlockedWithWhatToDo()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterAsync("RequireVerified", phased => phased.SetNotNull(table: "users", column: "verified"));

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "run")).EndedWith(1);

        Assert.Contains("RequireVerified: blocked. ", result.Output, StringComparison.Ordinal);
        Assert.Contains("100", result.Output, StringComparison.Ordinal);
        Assert.False(await users.IsContractedAsync());
    }

    [Fact]
    public async Task MaxDuration_EndsTheRun_AndTheNextOneResumes()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();
        await using var row = await LockedRow.HoldAsync(users.Database, id: 50);

        // The chunk with the locked row cannot end, so the time runs out in it and its grace runs out after that.
        var stopped = (await PhasedTool.RunAsync(users.ConnectionString, "run", "--max-duration", "1s")).EndedWith(3);
        Assert.Contains("out of time", stopped.Output, StringComparison.Ordinal);
        // It is the clock that ended it, not the row that could not be locked.
        Assert.DoesNotContain("could not be done", stopped.Output, StringComparison.Ordinal);

        await row.ReleaseAsync();
        (await PhasedTool.RunAsync(users.ConnectionString, "run", "--contract")).EndedWith(0);
        Assert.Equal(0, await users.CountAsync("verified IS NULL"));
    }
}
