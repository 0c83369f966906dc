using System.Globalization;
using PhasedMigrations.Scheduling;

namespace PhasedMigrations;

/// <summary>A time of day in a time zone, such as <c>06:00 Europe/Berlin</c>.</summary>
/// <param name="Time">What the clock shows.</param>
/// <param name="Zone">Where it hangs.</param>
public sealed record LocalTime(TimeOnly Time, TimeZoneInfo Zone)
{
    /// <summary>Reads <c>06:00</c>, in this machine's time zone, or <c>06:00 Europe/Berlin</c>.</summary>
    /// <param name="text">The time, and the IANA name of a zone, its Windows name where this machine can translate it, or UTC.</param>
    /// <exception cref="FormatException">It is no such text, or this machine does not know the zone.</exception>
    public static LocalTime Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
        if (!TimeOnly.TryParseExact(parts[0], ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            throw new FormatException($"'{text}' is no time of day; write 06:00 or 06:00 Europe/Berlin.");
        var zone = parts.Length > 1 ? parts[1] : null;
        return new(time, ZoneName.Find(zone) ?? throw new FormatException($"This machine knows no time zone '{zone}'; write a name such as Europe/Berlin or UTC."));
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:HH\\:mm} {ZoneName.Of(Zone)}");

    // The earlier of two moments: what has to end must not end an hour late.
    internal DateTimeOffset Next(DateTimeOffset after)
    {
        var day = TimeZoneInfo.ConvertTime(after, Zone).Date;
        for (var ahead = 0; ; ahead++)
        {
            if (WallClock.Moment(day.AddDays(ahead) + Time.ToTimeSpan(), Zone, isSecond: false) is var moment && moment > after)
                return moment;
        }
    }
}
