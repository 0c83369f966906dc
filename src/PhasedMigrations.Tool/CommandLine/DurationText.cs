using System.Globalization;
using System.Text.RegularExpressions;

namespace PhasedMigrations.Tool.CommandLine;

/// <summary>Durations as people write and read them: <c>90s</c>, <c>30m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static partial class DurationText
{
    public const string Examples = "90s, 30m, 1h30m";

    /// <returns>The duration, null when the text is none or it is zero.</returns>
    public static TimeSpan? Parse(string text)
    {
        var match = Parts().Match(text.Trim());
        if (!match.Success)
            return null;
        var seconds = Part(match, "d") * 86_400 + Part(match, "h") * 3_600 + Part(match, "m") * 60 + Part(match, "s");
        // A timer takes at most 2^32 - 2 ms; nobody means a run of more than 40 days.
        return seconds is > 0 and <= 40 * 86_400 ? TimeSpan.FromSeconds(seconds) : null;
    }

    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 10 } => duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalMinutes: < 1 } => duration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes}m {duration.Seconds:00}s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Hours}h {duration.Minutes:00}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalDays}d {duration.Hours:00}h"),
    };

    private static double Part(Match match, string unit) =>
        match.Groups[unit] is { Success: true, Length: <= 9 } digits ? double.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("""^(?=.)(?:(?<d>\d+)d)?\s*(?:(?<h>\d+)h)?\s*(?:(?<m>\d+)m)?\s*(?:(?<s>\d+)s)?$""")]
    private static partial Regex Parts();
}
