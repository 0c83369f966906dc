using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class TableTranslation
{
    /// <summary>A new table's own constraints cost nothing; its foreign keys still lock the tables they refer to.</summary>
    public static void Add(CreateTableStatement statement, SqlOperations operations)
    {
        var constraints = statement.Constraints.Select(constraint => (Constraint: constraint, Column: (string?)null))
            .Concat(statement.Columns.SelectMany(column => column.Constraints.Select(constraint => (Constraint: constraint, Column: column.Name))))
            .ToList();
        operations.Add(Define(statement, constraints), statement.Span);
        if (statement.PartitionOf is { } parent)
            operations.Add(new CreatePartition(parent.Table, statement.Table), statement.Span);

        foreach (var (constraint, column) in constraints)
        {
            if (constraint is ForeignKeyConstraint key)
                operations.Add(ConstraintTranslation.Translate(statement.Table, key with { IsNotValid = false, IsNotEnforced = false }, column)!, key.Span);
        }
    }

    /// <summary>Its foreign keys follow as operations of their own. A partition has the columns of its parent.</summary>
    private static CreateTable Define(CreateTableStatement statement, IEnumerable<(SqlConstraint Constraint, string? Column)> constraints) => new(statement.Table)
    {
        Columns = ValueList.Of(RequiredByKey(statement).ToList()),
        Constraints = ValueList.Of(constraints
            .Where(constraint => constraint.Constraint is not ForeignKeyConstraint)
            .Select(constraint => ConstraintTranslation.Define(constraint.Constraint, constraint.Column))
            .OfType<TableConstraint>()),
        ListsColumns = statement is { Query: null, PartitionOf: null, Likes.Count: 0, Parents.Count: 0 },
        IfNotExists = statement.IfNotExists,
        IsPartitioned = statement.IsPartitioned,
    };

    /// <summary>The columns of a PRIMARY KEY or NOT NULL that stands behind them.</summary>
    private static IEnumerable<Column> RequiredByKey(CreateTableStatement statement)
    {
        var required = statement.Constraints.SelectMany(constraint => constraint switch
        {
            UniqueConstraint { IsPrimaryKey: true } key => key.Columns,
            NotNullConstraint { IsNotValid: false } notNull => [notNull.Column],
            _ => [],
        }).ToList();
        return statement.Columns
            .Select(ColumnTranslation.Define)
            .Select(column => column.Name is not null && required.Contains(column.Name) ? column with { IsRequired = true } : column);
    }
}
