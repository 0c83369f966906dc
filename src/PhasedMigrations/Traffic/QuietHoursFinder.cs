namespace PhasedMigrations.Traffic;

/// <summary>
/// Finds the quiet hours in samples: the longest stretch of hours of the day that stays below a share of the average, separately for working days
/// and weekends where both were seen for a day.
/// </summary>
internal static class QuietHoursFinder
{
    private const int HoursOfDay = 24;
    // What is busier than that beside the average is not quiet.
    private const double Quiet = 0.6;
    private static readonly DayOfWeek[] WorkingDays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    private static readonly DayOfWeek[] Weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <returns>Nothing when the samples cover less than an hour, or no hour is quieter than the others.</returns>
    public static IReadOnlyList<QuietHours> Find(IReadOnlyList<TrafficSample> samples, TimeZoneInfo zone)
    {
        var local = samples.Select(sample => (Time: TimeZoneInfo.ConvertTime(sample.At, zone), Load: Load(samples, sample))).ToList();
        var working = local.Where(sample => WorkingDays.Contains(sample.Time.DayOfWeek)).ToList();
        var weekend = local.Where(sample => Weekend.Contains(sample.Time.DayOfWeek)).ToList();
        // Apart only when both are known around the clock; else what is known of one stands for the other.
        (List<(DateTimeOffset Time, double Load)> Samples, DayOfWeek[] Days)[] parts = HoursSeen(working) == HoursOfDay && HoursSeen(weekend) == HoursOfDay
            ? [(working, WorkingDays), (weekend, Weekend)]
            : [(local, [.. WorkingDays, .. Weekend])];
        // Beside the average of the whole week: an empty Sunday is quiet all day.
        var average = local.Count == 0 ? 0 : ByHour(local).Values.DefaultIfEmpty().Average();
        return [.. parts.Select(part => Longest(ByHour(part.Samples), part.Days, average, zone)).OfType<QuietHours>()];
    }

    // Each measure beside its own average, so that none weighs by its unit; what never moved says nothing.
    private static double Load(IReadOnlyList<TrafficSample> all, TrafficSample sample)
    {
        (double Value, double Average)[] measures =
        [
            (sample.Transactions, all.Average(one => one.Transactions)),
            (sample.ActiveSessions, all.Average(one => one.ActiveSessions)),
            (sample.WalBytes, all.Average(one => one.WalBytes)),
        ];
        return measures.Where(measure => measure.Average > 0).Select(measure => measure.Value / measure.Average).DefaultIfEmpty(1).Average();
    }

    private static int HoursSeen(IEnumerable<(DateTimeOffset Time, double Load)> samples) => samples.Select(sample => sample.Time.Hour).Distinct().Count();

    private static Dictionary<int, double> ByHour(IEnumerable<(DateTimeOffset Time, double Load)> samples) =>
        samples.GroupBy(sample => sample.Time.Hour).ToDictionary(hour => hour.Key, hour => hour.Average(sample => sample.Load));

    private static QuietHours? Longest(Dictionary<int, double> hours, DayOfWeek[] days, double average, TimeZoneInfo zone)
    {
        var isQuiet = Enumerable.Range(0, HoursOfDay).Select(hour => hours.TryGetValue(hour, out var load) && load <= average * Quiet).ToArray();
        var (start, length) = (0, 0);
        for (var from = 0; from < HoursOfDay; from++)
        {
            var run = Enumerable.Range(0, HoursOfDay).TakeWhile(ahead => isQuiet[(from + ahead) % HoursOfDay]).Count();
            if (run > length)
                (start, length) = (from, run);
        }

        if (length == 0)
            return null;
        var load = Enumerable.Range(start, length).Average(hour => hours[hour % HoursOfDay]) / average;
        return new(
            new(days, TimeSpan.FromHours(start), TimeSpan.FromHours(start + length), zone), load, hours.Count == HoursOfDay);
    }
}
