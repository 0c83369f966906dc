using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

/// <summary>A column with everything in its definition, of a new table or added to one.</summary>
internal static class ColumnTranslation
{
    public static void Add(TableName? table, AddColumnAction action, SqlOperations operations)
    {
        var column = action.Column;
        var value = DefaultOf(column);
        operations.Add(
            new AddColumn(table, column.Name, IsRequired(column), value, IsValueGenerated(column), IsVirtual(column)) { Type = column.Type?.ValueType },
            action.Span);
        foreach (var constraint in column.Constraints)
        {
            if (Translate(table, column.Name, constraint, value) is { } operation)
                operations.Add(operation, constraint.Span);
        }
    }

    public static Column Define(ColumnDefinition column) => new(column.Name)
    {
        Type = column.Type?.ValueType,
        IsRequired = IsRequired(column),
        Default = DefaultOf(column),
        IsValueGenerated = IsValueGenerated(column),
    };

    public static ColumnDefault DefaultOf(SqlExpression value) =>
        value.ToString() is var text && text.Equals("NULL", StringComparison.OrdinalIgnoreCase)
            ? ColumnDefault.None.Instance
            : new ColumnDefault.Sql(text);

    /// <summary>The referencing column of an inline foreign key is NULL in every row, unless a default fills it.</summary>
    private static Operation? Translate(TableName? table, string? column, SqlConstraint constraint, ColumnDefault value) => constraint switch
    {
        ForeignKeyConstraint key when value is ColumnDefault.None => ConstraintTranslation.Unchecked(table, key, column),
        ForeignKeyConstraint or CheckConstraint or UniqueConstraint => ConstraintTranslation.Translate(table, constraint, column),
        _ => null,
    };

    private static ColumnDefault DefaultOf(ColumnDefinition column) =>
        column.Constraints.OfType<DefaultConstraint>().FirstOrDefault() is { } value ? DefaultOf(value.Value) : ColumnDefault.None.Instance;

    private static bool IsRequired(ColumnDefinition column) =>
        column.Constraints.Any(constraint => constraint is NotNullConstraint { IsNotValid: false } or UniqueConstraint { IsPrimaryKey: true } or IdentityConstraint)
        || column.Type is { IsSerial: true };

    private static bool IsValueGenerated(ColumnDefinition column) =>
        column.Constraints.Any(constraint => constraint is GeneratedConstraint or IdentityConstraint) || column.Type is { IsSerial: true };

    /// <summary>Without STORED only PostgreSQL 18 accepts the column, and computes it when it is read.</summary>
    private static bool IsVirtual(ColumnDefinition column) => column.Constraints.Any(constraint => constraint is GeneratedConstraint { IsStored: false });
}
