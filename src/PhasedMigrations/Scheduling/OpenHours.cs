namespace PhasedMigrations.Scheduling;

/// <summary>Several windows as one: whether any is open, and until when.</summary>
internal static class OpenHours
{
    // Longer than any window is away from its next opening: a week, and what a clock can jump.
    private const int DaysAhead = 9;

    /// <param name="windows">At least one.</param>
    /// <param name="now">The moment that is asked about.</param>
    /// <returns>Whether a window is open, and the moment at which that changes; null when it never does.</returns>
    public static (bool IsOpen, DateTimeOffset? Until) At(IReadOnlyList<MaintenanceWindow> windows, DateTimeOffset now)
    {
        var openings = windows.SelectMany(window => Around(window, now)).Where(opening => opening.To > now).OrderBy(opening => opening.From).ToList();
        if (openings.Count == 0 || openings[0].From > now)
            return (false, openings.Count == 0 ? null : openings[0].From);

        // What follows without a gap is one opening.
        var until = now;
        foreach (var (from, to) in openings)
        {
            if (from <= until && to > until)
                until = to;
        }

        return (true, until - now > TimeSpan.FromDays(DaysAhead - 2) ? null : until);
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Around(MaintenanceWindow window, DateTimeOffset now)
    {
        var today = TimeZoneInfo.ConvertTime(now, window.Zone).Date;
        // The one that opened yesterday may be open still.
        return Enumerable.Range(-1, DaysAhead + 1).Select(ahead => window.On(today.AddDays(ahead))).OfType<(DateTimeOffset From, DateTimeOffset To)>();
    }
}
