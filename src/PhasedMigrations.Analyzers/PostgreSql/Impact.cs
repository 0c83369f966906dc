using PhasedMigrations.Model;

namespace PhasedMigrations.PostgreSql;

/// <summary>Work whose duration grows with the rows of the table, done while the locks are held.</summary>
[Flags]
internal enum TableWork
{
    None = 0,

    /// <summary>Every row is read to check a constraint.</summary>
    Scan = 1,

    /// <summary>An index is built.</summary>
    IndexBuild = 2,

    /// <summary>Rows are updated one by one, each leaving a dead version behind.</summary>
    Update = 4,

    /// <summary>The table and all its indexes are written anew.</summary>
    Rewrite = 8,
}

/// <summary>A null table is one whose name could not be resolved.</summary>
internal sealed record TableLock(TableName? Table, LockMode Mode);

/// <summary>What an operation does on a live table.</summary>
/// <param name="Locks">The strongest lock on each table, the operation's own table first.</param>
/// <param name="Work">What runs on the operation's own table while those locks are held.</param>
/// <param name="FailsOnExistingRows">The statement is refused as soon as the table holds a row.</param>
internal sealed record Impact(IReadOnlyList<TableLock> Locks, TableWork Work, bool FailsOnExistingRows)
{
    public static readonly Impact None = new([], TableWork.None, FailsOnExistingRows: false);

    public bool GrowsWithRows => Work != TableWork.None;
}
