using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class IndexTranslation
{
    public static bool TryAdd(SqlStatement statement, SqlOperations operations)
    {
        switch (statement)
        {
            case CreateIndexStatement { IsOnly: true } index:
                operations.Add(new CreateIndexOnParent(index.Table, index.Name) { Columns = KeyOf(index) }, index.Span);
                return true;
            case CreateIndexStatement index:
                operations.Add(Define(index), index.Span);
                if (index is { IsConcurrent: true, IfNotExists: true })
                    operations.Add(new CreateIndexUnlessExists(index.Table, index.Name), index.Span);
                return true;
            case DropStatement { Kind: ObjectKind.Index } drop:
                operations.Add(new DropIndex(ValueList.Of(drop.Names), drop.IsConcurrent, drop.IsCascade), drop.Span);
                return true;
            case AlterTableStatement { Kind: ObjectKind.Index, Actions: [RenameAction rename] } index:
                operations.Add(new RenameIndex(index.Table, rename.NewName), index.Span);
                return true;
            case ReindexStatement reindex:
                Add(reindex, operations);
                return true;
            default:
                return false;
        }
    }

    private static CreateIndex Define(CreateIndexStatement index) => new(index.Table, index.Name, index.IsUnique, index.IsConcurrent)
    {
        Columns = KeyOf(index),
        OtherColumns = ValueList.Of(index.Included
            .Concat(index.Elements.Where(element => element.Column is null))
            .Select(element => element.Expression)
            .Concat(index.Predicate is { } predicate ? [predicate] : [])
            .SelectMany(expression => ExpressionFacts.Of(expression).Names)
            .Distinct(StringComparer.Ordinal)),
        IsPartial = index.Predicate is not null,
    };

    private static ValueList<string?> KeyOf(CreateIndexStatement index) => ValueList.Of(index.Elements.Select(element => element.Column));

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
