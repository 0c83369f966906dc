namespace PhasedMigrations.PostgreSql;

/// <summary>PostgreSQL's table lock modes, weakest first (https://www.postgresql.org/docs/current/explicit-locking.html).</summary>
internal enum LockMode
{
    AccessShare = 1,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

internal static class LockModes
{
    /// <summary>INSERT, UPDATE and DELETE take ROW EXCLUSIVE, which conflicts with SHARE and everything above it.</summary>
    public static bool BlocksWrites(this LockMode mode) => mode >= LockMode.Share;

    /// <summary>SELECT takes ACCESS SHARE, which conflicts with ACCESS EXCLUSIVE alone.</summary>
    public static bool BlocksReads(this LockMode mode) => mode == LockMode.AccessExclusive;
}
