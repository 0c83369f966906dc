using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class CommandTranslation
{
    public static void Add(SqlStatement statement, SqlOperations operations)
    {
        switch (statement)
        {
            case TruncateStatement truncate:
                foreach (var table in truncate.Tables)
                    operations.Add(new TruncateTable(table, truncate.IsCascade), truncate.Span);
                break;
            case LockStatement locks:
                foreach (var table in locks.Tables)
                    operations.Add(new LockTable(table, locks.Mode), locks.Span);
                break;
            case VacuumStatement vacuum:
                operations.Add(new NonTransactionalCommand("VACUUM"), vacuum.Span);
                foreach (var table in vacuum.IsFull ? vacuum.Tables : [])
                    operations.Add(new RewriteTable(table, "VACUUM FULL"), vacuum.Span);
                break;
            case ClusterStatement { NamesTable: false } cluster:
                operations.Add(new NonTransactionalCommand("CLUSTER without a table"), cluster.Span);
                break;
            case ClusterStatement cluster:
                operations.Add(new RewriteTable(cluster.Table, "CLUSTER"), cluster.Span);
                break;
            case RefreshMaterializedViewStatement refresh:
                operations.Add(new RefreshMaterializedView(refresh.View, refresh.IsConcurrent), refresh.Span);
                break;
            case CopyStatement { IsFrom: true } copy:
                operations.Add(new ChangeRows(copy.Table, RowChange.Insert, IsRestricted: true), copy.Span);
                break;
            case SetStatement { Setting: { } setting } set:
                operations.Add(new ChangeSetting(setting, set.Value?.ToString(), set.IsLocal), set.Span);
                break;
            case ResetStatement reset:
                operations.Add(new ChangeSetting(reset.Setting ?? "all", Value: null, IsLocal: false), reset.Span);
                break;
            case TransactionStatement transaction:
                Add(transaction, operations);
                break;
        }
    }

    /// <summary>A savepoint ends nothing. PREPARE TRANSACTION does: the session is outside of a transaction after it.</summary>
    private static void Add(TransactionStatement statement, SqlOperations operations)
    {
        TransactionBoundary? boundary = statement.Command switch
        {
            TransactionCommand.Begin => TransactionBoundary.Begin,
            TransactionCommand.Commit or TransactionCommand.Prepare => TransactionBoundary.Commit,
            TransactionCommand.Rollback => TransactionBoundary.Rollback,
            _ => null,
        };
        if (boundary is not { } known)
            return;

        operations.Add(new EndOrBeginTransaction(known), statement.Span);
        if (statement.IsChained)
            operations.Add(new EndOrBeginTransaction(TransactionBoundary.Begin), statement.Span);
    }
}
