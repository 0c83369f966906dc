namespace PhasedMigrations.Scheduling;

/// <summary>Time zones by the names that people write.</summary>
internal static class ZoneName
{
    /// <param name="name">An IANA name, a Windows name where this machine can translate it, or UTC; null or empty means this machine's own zone.</param>
    /// <returns>Null when this machine knows no such zone.</returns>
    public static TimeZoneInfo? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return TimeZoneInfo.Local;
        if (name.Equals("UTC", StringComparison.OrdinalIgnoreCase) || name == "Z")
            return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    public static string Of(TimeZoneInfo zone) => zone.Equals(TimeZoneInfo.Utc) ? "UTC" : zone.Id;
}
