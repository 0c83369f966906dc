using Microsoft.Extensions.Time.Testing;
using PhasedMigrations.Backfill.Pacing;

namespace PhasedMigrations.Tests.Backfill.Pacing;

public sealed class ErrorRateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRate _errors;

    public ErrorRateTests() => _errors = new(_time);

    private void Record(int attempts, int failures)
    {
        for (var i = 0; i < attempts; i++)
            _errors.Record(failed: i < failures);
    }

    [Fact]
    public void FewBatches_SayNothing()
    {
        Record(ErrorRate.Enough - 1, 50);

        Assert.Null(_errors.Percent);
    }

    [Fact]
    public void Failures_CountAmongAllBatchesOfTheLastMinute()
    {
        Record(300, 3);
        _time.Advance(TimeSpan.FromSeconds(40));
        Record(100, 5);
        Assert.Equal(2, _errors.Percent);

        _time.Advance(TimeSpan.FromSeconds(30));
        Record(100, 0);
        Assert.Equal(2.5, _errors.Percent);
    }

    [Fact]
    public void WhileNothingIsTried_TheyAreForgotten()
    {
        Record(300, 30);
        Assert.Equal(10, _errors.Percent);

        _time.Advance(ErrorRate.Window + TimeSpan.FromSeconds(1));
        Assert.Null(_errors.Percent);
    }
}
