namespace PhasedMigrations.Model;

internal enum TransactionBoundary
{
    Begin,
    Commit,
    Rollback,
}

/// <summary>The migration itself begins or ends a transaction.</summary>
internal sealed record EndOrBeginTransaction(TransactionBoundary Boundary) : Operation;

/// <summary>A command that PostgreSQL refuses inside a transaction.</summary>
/// <param name="Command">For messages: VACUUM, CREATE DATABASE, ….</param>
internal sealed record NonTransactionalCommand(string Command) : Operation;

/// <summary>SET or RESET of a setting.</summary>
/// <param name="Value">As written; null for DEFAULT and RESET.</param>
internal sealed record ChangeSetting(string Setting, string? Value, bool IsLocal) : Operation;
