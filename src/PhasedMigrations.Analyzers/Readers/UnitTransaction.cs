namespace PhasedMigrations.Readers;

/// <summary>Who opened a transaction.</summary>
internal enum TransactionOrigin
{
    /// <summary>Nobody: the statement runs, and commits, by itself.</summary>
    None,

    /// <summary>The front end, which runs a migration or a script in one.</summary>
    Migration,

    /// <summary>The server, for several statements that are sent as one command text.</summary>
    Command,

    /// <summary>BEGIN in the SQL.</summary>
    Sql,

    /// <summary>The server, for a DO block that runs by itself; COMMIT in the block begins the next.</summary>
    Block,
}

/// <summary>The transaction that an operation runs in. Operations of a unit with the same number share it.</summary>
/// <param name="Number">0 for an operation that runs by itself.</param>
internal readonly record struct UnitTransaction(int Number, TransactionOrigin Origin)
{
    public static readonly UnitTransaction None;

    public bool IsOpen => Origin != TransactionOrigin.None;
}
