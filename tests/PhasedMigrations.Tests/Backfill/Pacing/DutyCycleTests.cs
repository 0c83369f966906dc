using PhasedMigrations.Backfill.Pacing;

namespace PhasedMigrations.Tests.Backfill.Pacing;

public sealed class DutyCycleTests
{
    private static DutyCycle After(int looks, double load, DutyCycle? duty = null)
    {
        duty ??= new();
        for (var i = 0; i < looks; i++)
            duty.Adapt(load);
        return duty;
    }

    [Fact]
    public void LittleLoad_LeavesWhatWasAskedFor() => Assert.Equal(0.5, After(20, 0.2).Ratio(0.5));

    [Fact]
    public void LoadNearItsLimit_MakesPausesLonger_UpToATenthOfThePace()
    {
        Assert.InRange(After(1, 0.8).Ratio(0), 0.05, 0.5);
        Assert.InRange(After(5, 0.8).Ratio(0), 0.5, 3);
        Assert.Equal(DutyCycle.Most, After(100, 2).Ratio(0));
    }

    [Fact]
    public void LoadBetween_ChangesNothing()
    {
        var duty = After(5, 0.8);
        var ratio = duty.Ratio(0);

        Assert.Equal(ratio, After(50, 0.5, duty).Ratio(0));
    }

    [Fact]
    public void LoadThatHasGone_BringsTheOldPaceBack() => Assert.Equal(0, After(30, 0.1, After(100, 1)).Ratio(0));

    [Fact]
    public void LongerPausesThanTheLoadWants_Stay() => Assert.Equal(50, After(100, 1).Ratio(50));
}
