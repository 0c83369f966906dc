using System.Globalization;

namespace PhasedMigrations.Tool.Tests;

public sealed class TrafficTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KeptSamples_ProposeAWindow_ThatRunTakes()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();
        // Two days; from 22:00 to 04:00 nothing happens.
        await users.Database.ExecuteAsync(
            """
            INSERT INTO phased.traffic_samples (at, transactions, active_sessions, wal_bytes)
            SELECT at, busy * 1000, busy * 10, busy * 1e6
            FROM generate_series(date_trunc('hour', now()) - interval '2 days', now(), '5 min') AS at,
                LATERAL (SELECT CASE WHEN extract(hour FROM at AT TIME ZONE 'UTC') >= 22 OR extract(hour FROM at AT TIME ZONE 'UTC') < 4 THEN 0 ELSE 1 END) AS b (busy)
            """,
            Cancellation);

        var text = (await PhasedTool.RunAsync(users.ConnectionString, "traffic", "--zone", "UTC")).EndedWith(0).Output;
        var json = Assert.Single((await PhasedTool.RunAsync(users.ConnectionString, "traffic", "--zone", "UTC", "--json")).EndedWith(0).JsonLines);

        Assert.Contains("\n--window \"22:00-04:00 UTC\"   0% of the average load\n", text, StringComparison.Ordinal);
        var window = json.GetProperty("windows")[0].GetProperty("window").GetString()!;
        Assert.Equal("22:00-04:00 UTC", window);
        Assert.InRange((await PhasedTool.RunAsync(users.ConnectionString, "run", "--window", window, "--max-duration", "1s")).ExitCode, 3, 3);
    }

    [Fact]
    public async Task Sampling_TakesWhatWasAskedFor_AndKeepsIt()
    {
        await using var users = await Users.CreateAsync(rows: 10);
        await users.RegisterRequireVerifiedAsync();

        var lines = (await PhasedTool.RunAsync(users.ConnectionString, "traffic", "--for", "2s", "--interval", "1s", "--json")).EndedWith(0).JsonLines;

        Assert.Equal(["sample", "sample", "windows"], lines.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal(2L, await users.Database.ScalarAsync<long>("SELECT count(*) FROM phased.traffic_samples", Cancellation));
        var at = DateTimeOffset.Parse(lines[0].GetProperty("at").GetString()!, CultureInfo.InvariantCulture);
        Assert.True(at < DateTimeOffset.Parse(lines[1].GetProperty("at").GetString()!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task WithoutSamples_ItSaysHowToTakeSome()
    {
        await using var users = await Users.CreateAsync(rows: 10);

        var result = (await PhasedTool.RunAsync(users.ConnectionString, "traffic")).EndedWith(2);

        Assert.Contains("phased traffic --for 1d", result.Errors, StringComparison.Ordinal);
    }
}
