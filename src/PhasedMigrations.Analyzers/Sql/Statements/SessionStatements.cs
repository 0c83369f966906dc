namespace PhasedMigrations.Sql.Statements;

/// <param name="Setting">In lower case, with its prefix if it has one; SET TIME ZONE sets timezone, SET SCHEMA search_path.</param>
/// <param name="Value">Null for DEFAULT.</param>
internal sealed record SetStatement(SqlSpan Span, string? Setting, SqlExpression? Value, bool IsLocal) : SqlStatement(Span);

/// <param name="Setting">Null for RESET ALL.</param>
internal sealed record ResetStatement(SqlSpan Span, string? Setting) : SqlStatement(Span);

internal sealed record TransactionStatement(SqlSpan Span, TransactionCommand Command) : SqlStatement(Span)
{
    /// <summary>AND CHAIN: a new transaction begins at once.</summary>
    public bool IsChained { get; init; }
}

internal enum TransactionCommand
{
    Begin,
    Commit,
    Rollback,
    Prepare,
    CommitPrepared,
    RollbackPrepared,
    Savepoint,
    ReleaseSavepoint,
    RollbackToSavepoint,
}
