using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class TableTranslation
{
    /// <summary>A new table's own constraints cost nothing; its foreign keys still lock the tables they refer to.</summary>
    public static void Add(CreateTableStatement statement, SqlOperations operations)
    {
        operations.Add(new CreateTable(statement.Table), statement.Span);
        if (statement.PartitionOf is { } parent)
            operations.Add(new CreatePartition(parent.Table, statement.Table), statement.Span);

        foreach (var constraint in statement.Constraints.Concat(statement.Columns.SelectMany(column => column.Constraints)))
        {
            if (constraint is ForeignKeyConstraint key)
                operations.Add(new AddForeignKey(statement.Table, key.Name, key.PrincipalTable), key.Span);
        }
    }
}
