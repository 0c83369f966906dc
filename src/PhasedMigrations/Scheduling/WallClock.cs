namespace PhasedMigrations.Scheduling;

/// <summary>What a clock on the wall says, as a moment: also on the two nights of the year on which it jumps.</summary>
internal static class WallClock
{
    /// <param name="local">What the clock shows; what it skips means the moment of the jump.</param>
    /// <param name="zone">Where it hangs.</param>
    /// <param name="isSecond">Which of the two moments is meant that an hour shows twice when the clock is put back.</param>
    public static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone, bool isSecond)
    {
        if (zone.IsInvalidTime(local))
        {
            // Half an hour is the smallest jump there is; the minutes before it are looked through for the last one that existed.
            var before = local;
            while (zone.IsInvalidTime(before))
                before = before.AddMinutes(-1);
            return new DateTimeOffset(before, zone.GetUtcOffset(before)).AddMinutes(1).ToUniversalTime();
        }

        if (!zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        var offsets = zone.GetAmbiguousTimeOffsets(local);
        // The larger offset comes first: it is the one of summer.
        return new DateTimeOffset(local, isSecond ? offsets.Min() : offsets.Max()).ToUniversalTime();
    }
}
