using System.Globalization;

namespace PhasedMigrations.PostgreSql;

/// <summary>
/// How batches are told from other transactions: each holds this advisory lock, in common with all others, until it ends. Everybody may see it in
/// pg_locks, whatever role or pooler is between; process ids and statements are hidden from one or the other.
/// </summary>
internal static class WorkMark
{
    // "phas" and "work" in ASCII.
    private const int Class = 0x70686173;
    private const int Object = 0x776F726B;

    /// <summary>An expression that marks the transaction it is evaluated in. Nobody takes this lock alone, so it never waits.</summary>
    public static string Expression { get; } =
        string.Create(CultureInfo.InvariantCulture, $"pg_advisory_xact_lock_shared({Class}, {Object})");

    public static string InLocks(string sql) => sql
        .Replace("{work_class}", Class.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{work_object}", Object.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
