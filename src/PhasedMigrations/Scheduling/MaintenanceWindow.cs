using PhasedMigrations.Scheduling;

namespace PhasedMigrations;

/// <summary>
/// Hours of the week in which work may be done, by the clock on the wall of a time zone: <c>Mon-Fri 22:00-06:00 Europe/Berlin</c>. Days are those on
/// which it opens. When the clock is put back, an hour that comes twice opens the window the second time and closes it the first time; a time that the
/// clock skips means the moment of the jump.
/// </summary>
public sealed record MaintenanceWindow
{
    internal static readonly TimeSpan Day = TimeSpan.FromDays(1);

    internal MaintenanceWindow(IReadOnlyList<DayOfWeek> days, TimeSpan opens, TimeSpan closes, TimeZoneInfo zone) =>
        (Days, Opens, Closes, Zone) = (days, opens, closes, zone);

    /// <summary>The days on which it opens.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; }

    /// <summary>When it opens, from midnight.</summary>
    public TimeSpan Opens { get; }

    /// <summary>When it closes, from midnight of the same day; more than 24 hours when that is on the next day.</summary>
    public TimeSpan Closes { get; }

    /// <summary>Where the clock hangs.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Reads <c>22:00-06:00</c> (every day, this machine's time zone), <c>Sat,Sun 00:00-24:00</c> or <c>Mon-Fri 22:00-06:00 Europe/Berlin</c>.</summary>
    /// <param name="text">Days, hours and zone. Zones are IANA names, Windows names where this machine can translate them, or UTC.</param>
    /// <exception cref="FormatException">It is no such text, or this machine does not know the zone.</exception>
    public static MaintenanceWindow Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return WindowText.Read(text);
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => WindowText.Write(this);

    /// <summary>Whether both open and close at the same times of the same zone.</summary>
    public bool Equals(MaintenanceWindow? other) =>
        other is not null && Opens == other.Opens && Closes == other.Closes && Zone.Equals(other.Zone) && Days.Order().SequenceEqual(other.Days.Order());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Opens, Closes, Zone.Id, Days.Count);

    // The opening that begins on that day; null when it has none, or when the clock skips all of it.
    internal (DateTimeOffset From, DateTimeOffset To)? On(DateTime day)
    {
        if (!Days.Contains(day.DayOfWeek))
            return null;
        var from = WallClock.Moment(day + Opens, Zone, isSecond: true);
        var to = WallClock.Moment(day + Closes, Zone, isSecond: false);
        // Both within the hour that comes twice: the second time.
        if (to <= from)
            to = WallClock.Moment(day + Closes, Zone, isSecond: true);
        return to > from ? (from, to) : null;
    }
}
