using PhasedMigrations.Model;

namespace PhasedMigrations.PostgreSql;

/// <summary>
/// Which operations PostgreSQL refuses inside a transaction (src/backend/tcop/utility.c, PreventInTransactionBlock).
/// ALTER TYPE … ADD VALUE and REFRESH MATERIALIZED VIEW CONCURRENTLY are not among them.
/// </summary>
internal static class TransactionRefusal
{
    /// <summary>The command for messages; null for an operation that a transaction may hold.</summary>
    public static string? CommandOf(Operation operation) => operation switch
    {
        CreateIndex { IsConcurrent: true } => "CREATE INDEX CONCURRENTLY",
        DropIndex { IsConcurrent: true } => "DROP INDEX CONCURRENTLY",
        Reindex { IsConcurrent: true } => "REINDEX CONCURRENTLY",
        DetachPartition { IsConcurrent: true } => "DETACH PARTITION CONCURRENTLY",
        NonTransactionalCommand refused => refused.Command,
        _ => null,
    };

    /// <summary>
    /// The statements of one command text reach the server in one go. One that is refused in a transaction commits at once when
    /// nothing is open before it, and the next then has no transaction before it either: unless it opened transactions of its own,
    /// which an index build and VACUUM always do, and a statement that finds nothing to do never (exec_execute_message).
    /// </summary>
    public static bool MayCommitAtOnce(Operation operation, bool isRepeatable) => operation switch
    {
        CreateIndex { IsConcurrent: true } or DropIndex { IsConcurrent: true } => isRepeatable,
        NonTransactionalCommand { Command: "VACUUM" or "CLUSTER without a table" or "REINDEX of a schema or database" } => false,
        NonTransactionalCommand => true,
        _ => false,
    };
}
