using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class IndexTranslation
{
    public static bool TryAdd(SqlStatement statement, SqlOperations operations)
    {
        switch (statement)
        {
            case CreateIndexStatement { IsOnly: true } index:
                operations.Add(new CreateIndexOnParent(index.Table, index.Name), index.Span);
                return true;
            case CreateIndexStatement index:
                operations.Add(new CreateIndex(index.Table, index.Name, index.IsUnique, index.IsConcurrent), index.Span);
                if (index is { IsConcurrent: true, IfNotExists: true })
                    operations.Add(new CreateIndexUnlessExists(index.Table, index.Name), index.Span);
                return true;
            case DropStatement { Kind: ObjectKind.Index } drop:
                operations.Add(new DropIndex(drop.Names, drop.IsConcurrent, drop.IsCascade), drop.Span);
                return true;
            case ReindexStatement reindex:
                Add(reindex, operations);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A whole schema or database is rebuilt table by table, each in a transaction of its own.</summary>
    private static void Add(ReindexStatement statement, SqlOperations operations)
    {
        var table = statement.Kind == ObjectKind.Table ? statement.Name : null;
        var index = statement.Kind == ObjectKind.Index ? statement.Name : null;
        operations.Add(new Reindex(table, index, statement.IsConcurrent), statement.Span);
        if (statement.Kind is not (ObjectKind.Table or ObjectKind.Index))
            operations.Add(new NonTransactionalCommand("REINDEX of a schema or database"), statement.Span);
    }
}
