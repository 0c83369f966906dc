using Microsoft.Extensions.Time.Testing;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Backfill.Signals;

namespace PhasedMigrations.Tests.Backfill.Signals;

public sealed class WatchedSignalTests
{
    private static readonly SignalLimits Limits = new(Reduce: 50, Pause: 100, Abort: 200);
    private readonly FakeTimeProvider _time = new();

    private WatchedSignal New(bool isLoad = false) => new(
        LoadSignal.From("queue", "rows", Limits, (_, _) => throw new NotSupportedException()), Limits, isLoad, TimeSpan.FromSeconds(15), _time);

    private WatchedSignal At(double value, bool isLoad = false)
    {
        var signal = New(isLoad);
        signal.Record(new(value));
        return signal;
    }

    [Fact]
    public void BelowItsLimits_HoldsNothing()
    {
        Assert.Null(At(99).HoldReason);
        Assert.Null(At(199).AbortReason);
    }

    [Fact]
    public void OverItsLimit_HoldsWithTheValue_UntilItIsClearlyBelow()
    {
        var signal = New();
        signal.Record(new(130, "slowest"));
        Assert.Equal("queue is 130 rows (slowest), the limit is 100 rows", signal.HoldReason);

        signal.Record(new(81));
        // The same words: it is the same hold.
        Assert.Equal("queue is 130 rows (slowest), the limit is 100 rows", signal.HoldReason);
        signal.Record(new(79));
        Assert.Null(signal.HoldReason);
        signal.Record(new(99));
        Assert.Null(signal.HoldReason);
    }

    [Fact]
    public void AtItsLastLimit_EndsTheRun() => Assert.Equal("queue is 200 rows; at 200 rows a run ends", At(200).AbortReason);

    [Fact]
    public void NeverRead_Holds() => Assert.Equal("queue could not be read", New().HoldReason);

    [Fact]
    public void NotReadForFifteenSeconds_Holds_UntilItIsReadAgain()
    {
        var signal = At(0);
        signal.Fail(new InvalidOperationException("Nobody answers."));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(signal.HoldReason);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("queue could not be read for 15 s: Nobody answers.", signal.HoldReason);
        // What it said last ends no run.
        signal.Record(new(0));
        Assert.Null(signal.HoldReason);
    }

    [Fact]
    public void OldReading_EndsNoRun()
    {
        var signal = At(300);
        _time.Advance(TimeSpan.FromSeconds(16));

        Assert.Null(signal.AbortReason);
        Assert.NotNull(signal.HoldReason);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ValueThatIsNoNumber_WasNotRead(double value)
    {
        var signal = New();
        signal.Record(new(value));

        Assert.Contains("no number", signal.HoldReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(49, false, 0)]
    [InlineData(50, false, LoadZone.Slower)]
    [InlineData(25, true, LoadZone.Slower / 2)]
    [InlineData(100, true, LoadZone.Slower * 2)]
    public void Load_IsTheNearnessOfTheFirstLimit(double value, bool isLoad, double load) => Assert.Equal(load, At(value, isLoad).Load, 6);
}
