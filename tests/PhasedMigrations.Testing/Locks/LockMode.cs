namespace PhasedMigrations.Testing.Locks;

/// <summary>PostgreSQL's table lock modes, weakest first; the names are those of <c>pg_locks.mode</c> without <c>Lock</c>.</summary>
public enum LockMode
{
    None,
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}
