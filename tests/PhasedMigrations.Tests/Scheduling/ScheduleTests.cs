using Microsoft.Extensions.Time.Testing;
using PhasedMigrations.Execution;
using PhasedMigrations.Scheduling;
using PhasedMigrations.Tests.Execution;

namespace PhasedMigrations.Tests.Scheduling;

public sealed class ScheduleTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, name text);
        INSERT INTO items SELECT g FROM generate_series(1, 500) g;
        """;

    // Wednesday, six in the evening.
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 14, 18, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static PhasedRunnerOptions Nights => new() { Windows = [MaintenanceWindow.Parse("22:00-06:00 UTC")], TargetBatchTime = TimeSpan.FromSeconds(1) };

    private static async Task<string?> ReasonAsync(Schedule schedule) => await schedule.ReasonAsync(Cancellation);

    [Fact]
    public async Task WithoutWindowsAndEnds_NothingIsHeld()
    {
        var schedule = new Schedule(new(), _time);

        Assert.Null(await ReasonAsync(schedule));
        Assert.Null(schedule.EndToken());
    }

    [Fact]
    public async Task OutsideAWindow_ItIsSaidUntilWhen()
    {
        var schedule = new Schedule(Nights, _time);

        Assert.Equal("outside of its windows until Wed 2026-01-14 22:00 UTC", await ReasonAsync(schedule));
        _time.Advance(TimeSpan.FromHours(4));
        Assert.Null(await ReasonAsync(schedule));
    }

    [Fact]
    public async Task BatchThatWouldOutlastTheWindow_IsNotBegun()
    {
        _time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(3));
        var schedule = new Schedule(Nights, _time);

        Assert.Null(await ReasonAsync(schedule));
        schedule.Record(milliseconds: 5_000);
        Assert.Equal("outside of its windows until Thu 2026-01-15 22:00 UTC", await ReasonAsync(schedule));
    }

    [Fact]
    public async Task SlowBatch_IsForgottenAfterManyQuickOnes()
    {
        _time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(3));
        var schedule = new Schedule(Nights, _time);
        schedule.Record(milliseconds: 5_000);

        for (var batch = 0; batch < 60; batch++)
            schedule.Record(milliseconds: 100);

        Assert.Null(await ReasonAsync(schedule));
    }

    [Fact]
    public async Task OutsideAWindow_ARunThatIsNotToWaitEnds()
    {
        var schedule = new Schedule(Nights with { OutsideWindow = OutsideWindow.Exit }, _time);

        var end = await Assert.ThrowsAsync<InterruptedException>(() => ReasonAsync(schedule));

        Assert.Equal("The run is outside of its windows until Wed 2026-01-14 22:00 UTC. Everything done so far is kept; run again to go on.", end.Message);
    }

    [Fact]
    public async Task TheEarlierEnd_Counts()
    {
        var schedule = new Schedule(new() { StopBefore = LocalTime.Parse("20:00 UTC"), MaxDuration = TimeSpan.FromHours(3) }, _time);
        using var end = schedule.EndToken();

        _time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(0.2));
        Assert.Null(await ReasonAsync(schedule));
        _time.Advance(TimeSpan.FromSeconds(0.17));
        Assert.Equal("no time is left for a batch: it was to stop before 20:00 UTC", await ReasonAsync(schedule));
        Assert.False(end!.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(0.03));
        Assert.True(end.IsCancellationRequested);
    }

    [Fact]
    public async Task ClockThatIsSet_EndsTheRunAtItsTime_AndNotByItsDuration()
    {
        var clock = new WallClockThatIsSet(_time);
        var until = new Schedule(new() { StopBefore = LocalTime.Parse("20:00 UTC") }, clock);
        var during = new Schedule(new() { MaxDuration = TimeSpan.FromHours(1) }, clock);
        using var end = until.EndToken();

        // Or the machine has slept: timers know nothing of it.
        clock.Ahead = TimeSpan.FromHours(3);

        Assert.False(end!.IsCancellationRequested);
        Assert.Contains("it was to stop before 20:00 UTC", (await Assert.ThrowsAsync<InterruptedException>(() => ReasonAsync(until))).Message, StringComparison.Ordinal);
        Assert.Null(await ReasonAsync(during));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("as long as it may (01:00:00)", (await Assert.ThrowsAsync<InterruptedException>(() => ReasonAsync(during))).Message, StringComparison.Ordinal);
    }

    private sealed class WallClockThatIsSet(FakeTimeProvider time) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);
    }

    [Fact]
    public async Task RunOutsideItsWindow_WaitsForIt()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Name", phased => phased.Backfill("items", "name = 'x'", "name IS NULL"));
        var progress = new ProgressLog();

        var run = new PhasedRunner(database.DataSource, Nights, timeProvider: _time).RunAsync(progress: progress, cancellationToken: Cancellation);
        await progress.SeenAsync(report => report.Message == "outside of its windows until Wed 2026-01-14 22:00 UTC");
        Assert.Equal(500L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE name IS NULL"));
        _time.Advance(TimeSpan.FromHours(4));
        // Pauses and looks of the run live by this clock too: it has to move on, no faster than the server answers.
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
            await database.ScalarAsync<int>("SELECT 1");
        }

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
    }

    [Fact]
    public async Task RunOutsideItsWindow_EndsWhereItIsNotToWait()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Name", phased => phased.Backfill("items", "name = 'x'", "name IS NULL"));

        var result = await new PhasedRunner(database.DataSource, Nights with { OutsideWindow = OutsideWindow.Exit }, timeProvider: _time)
            .RunAsync(cancellationToken: Cancellation);

        Assert.Equal(PhasedRunOutcome.Interrupted, result.Outcome);
        Assert.StartsWith("The run is outside of its windows until", result.Migrations[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunThatIsToStopBefore_EndsThen()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Name", phased => phased.Backfill("items", "name = 'x'", "name IS NULL"));
        _time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(0.01));
        var progress = new ProgressLog();

        var run = new PhasedRunner(database.DataSource, new() { StopBefore = LocalTime.Parse("20:00 UTC") }, timeProvider: _time)
            .RunAsync(progress: progress, cancellationToken: Cancellation);
        await progress.SeenAsync(report => report.Message == "no time is left for a batch: it was to stop before 20:00 UTC");
        _time.Advance(TimeSpan.FromSeconds(0.01));
        var result = await run;

        Assert.Equal(PhasedRunOutcome.Interrupted, result.Outcome);
        Assert.Equal("The run is out of time: it was to stop before 20:00 UTC. Everything done so far is kept; run again to go on.", result.Migrations[0].Message);
        Assert.Equal(500L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE name IS NULL"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(41 * 24 * 60)]
    public void MaxDurationOutOfRange_IsRefused(int minutes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhasedRunnerOptions { MaxDuration = TimeSpan.FromMinutes(minutes) }.Validated());
}
