using System.Globalization;
using System.Text;

namespace PhasedMigrations.CodeFixes.PostgreSql;

/// <summary>Names for constraints that a fix makes up.</summary>
internal static class ConstraintName
{
    /// <summary>NAMEDATALEN − 1: PostgreSQL cuts longer identifiers off, and two of them could then become one.</summary>
    private const int MaximumBytes = 63;

    public static string NotNullCheck(string table, string column)
    {
        var name = $"CK_{table}_{column}_not_null";
        if (Encoding.UTF8.GetByteCount(name) <= MaximumBytes)
            return name;

        var suffix = "_" + Hash(name).ToString("x8", CultureInfo.InvariantCulture);
        var kept = name;
        while (Encoding.UTF8.GetByteCount(kept) > MaximumBytes - suffix.Length)
            kept = kept.Substring(0, kept.Length - (kept.Length > 1 && char.IsLowSurrogate(kept[kept.Length - 1]) ? 2 : 1));
        return kept + suffix;
    }

    /// <summary>FNV-1a: the same on every machine, which string.GetHashCode is not.</summary>
    private static uint Hash(string name)
    {
        var hash = 2166136261;
        foreach (var value in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ value) * 16777619);
        return hash;
    }
}
