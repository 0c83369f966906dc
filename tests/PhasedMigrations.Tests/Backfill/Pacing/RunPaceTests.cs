using PhasedMigrations.Backfill.Pacing;

namespace PhasedMigrations.Tests.Backfill.Pacing;

public sealed class RunPaceTests
{
    private static RunPace New() => new(new() { Workers = 3, PauseRatio = 2, Pace = BackfillPace.Gentle }, TimeProvider.System);

    [Fact]
    public void OperatorsPace_OverrulesTheOptions_OneByOne()
    {
        var pace = New();
        pace.Set(new() { Pace = BackfillPace.Full, Workers = 5 });
        Assert.Equal((BackfillPace.Full, 2.0, 5), (pace.Pace, pace.PauseRatio, pace.Workers));

        pace.Set(null);
        Assert.Equal((BackfillPace.Gentle, 2.0, 3), (pace.Pace, pace.PauseRatio, pace.Workers));
    }

    [Fact]
    public void Load_AllowsLessThanAnybodyWants()
    {
        var pace = New();
        pace.Adapt(1);

        Assert.Equal(1, pace.Workers);
        Assert.True(pace.PauseRatio > 2);
    }
}
