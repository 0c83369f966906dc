using System.Globalization;
using System.Text.RegularExpressions;

namespace PhasedMigrations.Scheduling;

/// <summary>Windows as people write them: days, hours, zone.</summary>
internal static partial class WindowText
{
    private const string Example = "22:00-06:00, Sat,Sun 00:00-24:00 or Mon-Fri 22:00-06:00 Europe/Berlin";

    // As calendars are written in most places; Sunday follows Saturday also in a range.
    private static readonly DayOfWeek[] Week =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday,
    ];

    /// <exception cref="FormatException">It is no window; the message says what to write.</exception>
    public static MaintenanceWindow Read(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success)
            throw new FormatException($"'{text}' is no window; write {Example}.");
        var days = match.Groups["days"] is { Success: true } written ? Days(written.Value, text) : [.. Week];
        var (opens, closes) = (Time(match, "from", text), Time(match, "to", text));
        if (opens == closes || opens >= MaintenanceWindow.Day)
            throw new FormatException($"The window '{text}' has no length; a whole day is 00:00-24:00.");
        if (closes < opens)
            closes += MaintenanceWindow.Day;
        var zone = match.Groups["zone"].Value;
        return new(
            days, opens, closes,
            ZoneName.Find(zone) ?? throw new FormatException($"This machine knows no time zone '{zone}'; write a name such as Europe/Berlin or UTC."));
    }

    public static string Write(MaintenanceWindow window)
    {
        var closes = window.Closes > MaintenanceWindow.Day ? window.Closes - MaintenanceWindow.Day : window.Closes;
        var hours = $"{Hours(window.Opens)}-{Hours(closes)} {ZoneName.Of(window.Zone)}";
        return window.Days.Count == Week.Length ? hours : $"{Days(window.Days)} {hours}";
    }

    private static string Days(IReadOnlyList<DayOfWeek> days)
    {
        var places = days.Select(day => Array.IndexOf(Week, day)).Order().ToList();
        var runs = new List<(int From, int To)>();
        foreach (var place in places)
        {
            if (runs.Count > 0 && runs[^1].To == place - 1)
                runs[^1] = (runs[^1].From, place);
            else
                runs.Add((place, place));
        }

        return string.Join(",", runs.Select(run => (run.To - run.From) switch
        {
            0 => Short(run.From),
            1 => $"{Short(run.From)},{Short(run.To)}",
            _ => $"{Short(run.From)}-{Short(run.To)}",
        }));
    }

    private static List<DayOfWeek> Days(string text, string window)
    {
        var days = new List<DayOfWeek>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            var (from, to) = (Place(ends[0], window), Place(ends[^1], window));
            for (var place = from; ; place = (place + 1) % Week.Length)
            {
                if (!days.Contains(Week[place]))
                    days.Add(Week[place]);
                if (place == to)
                    break;
            }
        }

        return days;
    }

    private static int Place(string day, string window)
    {
        var place = Array.FindIndex(Week, known => known.ToString()[..3].Equals(day, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? place : throw new FormatException($"'{day}' in the window '{window}' is no day; write Mon, Tue, Wed, Thu, Fri, Sat, Sun.");
    }

    private static TimeSpan Time(Match match, string end, string window)
    {
        var hour = int.Parse(match.Groups[$"{end}h"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = int.Parse(match.Groups[$"{end}m"].ValueSpan, CultureInfo.InvariantCulture);
        var time = new TimeSpan(hour, minute, 0);
        return minute < 60 && time <= MaintenanceWindow.Day ? time : throw new FormatException($"The window '{window}' has a time that no clock shows; write {Example}.");
    }

    private static string Short(int place) => Week[place].ToString()[..3];

    private static string Hours(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}");

    [GeneratedRegex(
        """^(?:(?<days>[A-Za-z]{3}(?:-[A-Za-z]{3})?(?:,[A-Za-z]{3}(?:-[A-Za-z]{3})?)*)\s+)?(?<fromh>\d{1,2}):(?<fromm>\d{2})-(?<toh>\d{1,2}):(?<tom>\d{2})(?:\s+(?<zone>\S.*))?$""")]
    private static partial Regex Form();
}
