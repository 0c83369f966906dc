using Microsoft.Extensions.Time.Testing;
using PhasedMigrations.Backfill.Pacing;

namespace PhasedMigrations.Tests.Backfill.Pacing;

public sealed class WorkerCountTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkerCount _workers;

    public WorkerCountTests() => _workers = new(_time);

    private int After(double load, int wanted = 8)
    {
        _time.Advance(WorkerCount.CoolDown);
        _workers.Adapt(load, wanted);
        return _workers.Count(wanted);
    }

    [Fact]
    public void NoLoad_LetsAllWork() => Assert.Equal(8, After(0));

    [Fact]
    public void LimitReached_HalvesThem_DownToOne() => Assert.Equal([4, 2, 1, 1], new[] { After(1), After(1.5), After(3), After(3) });

    [Fact]
    public void NearTheLimit_TakesOneAway() => Assert.Equal([7, 6], new[] { After(0.8), After(0.9) });

    [Fact]
    public void LoadThatHasGone_BringsThemBackOneByOne() => Assert.Equal([4, 5, 6, 6], new[] { After(1), After(0.3), After(0.3), After(0.5) });

    [Fact]
    public void EachChange_WaitsUntilTheLastCanBeSeen()
    {
        Assert.Equal(4, After(1));
        _time.Advance(WorkerCount.CoolDown - TimeSpan.FromSeconds(1));
        _workers.Adapt(1, 8);
        Assert.Equal(4, _workers.Count(8));
        _time.Advance(TimeSpan.FromSeconds(1));
        _workers.Adapt(1, 8);
        Assert.Equal(2, _workers.Count(8));
    }

    [Fact]
    public void OperatorWhoWantsMoreOrLess_IsHeardAtOnce()
    {
        Assert.Equal(4, After(1));

        Assert.Equal(12, _workers.Count(16));
        Assert.Equal(1, _workers.Count(2));
    }
}
