using PhasedMigrations.Backfill.Pacing;

namespace PhasedMigrations.Tests.Backfill.Pacing;

public sealed class PaceSettingTests
{
    [Fact]
    public void WhatIsSet_IsRead() =>
        Assert.Equal(new(BackfillPace.Gentle, 0.5, 2), PaceSetting.Read("""{"pace": "gentle", "pauseRatio": 0.5, "workers": 2}"""));

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"pace": "never", "pauseRatio": -1, "workers": 0}""")]
    [InlineData("""{"pace": 1, "pauseRatio": 101, "workers": 65}""")]
    public void WhatIsNoPace_LeavesTheOptions(string? json) => Assert.Equal(PaceSetting.None, PaceSetting.Read(json));

    [Fact]
    public void SetPace_OverrulesTheOptions_KeyByKey()
    {
        var pace = new RunPace(new() { Workers = 3, PauseRatio = 2, Pace = BackfillPace.Gentle }, TimeProvider.System);
        pace.Set(new(BackfillPace.Full, null, 5));
        Assert.Equal((BackfillPace.Full, 2.0, 5), (pace.Pace, pace.PauseRatio, pace.Workers));

        pace.Set(PaceSetting.None);
        Assert.Equal((BackfillPace.Gentle, 2.0, 3), (pace.Pace, pace.PauseRatio, pace.Workers));
    }
}
