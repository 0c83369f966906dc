using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Operations;

internal static class ConstraintTranslation
{
    /// <summary>A constraint that is added to a table which exists.</summary>
    /// <param name="column">The column in whose definition it stands.</param>
    public static Operation? Translate(TableName? table, SqlConstraint constraint, string? column = null)
    {
        var checksExistingRows = !constraint.IsNotValid && !constraint.IsNotEnforced;
        return constraint switch
        {
            ForeignKeyConstraint key when checksExistingRows => new AddForeignKey(table, key.Name, key.PrincipalTable)
            {
                Columns = ColumnsOf(key.Columns, column),
                PrincipalColumns = ValueList.Of(key.PrincipalColumns),
            },
            ForeignKeyConstraint key => Unchecked(table, key, column) with { IsNotEnforced = key.IsNotEnforced },
            CheckConstraint check => new AddCheckConstraint(table, constraint.Name, checksExistingRows)
            {
                Columns = ColumnsOf(check),
                ProvesNotNull = ValueList.Of(NotNullProof.Of(check.Condition)),
            },
            NotNullConstraint notNull when checksExistingRows =>
                new AlterColumn(table, notNull.Column, BecomesRequired: true, ColumnDefault.None.Instance) { IsRequired = true },
            NotNullConstraint notNull => new AddCheckConstraint(table, constraint.Name, ChecksExistingRows: false)
            {
                Columns = [notNull.Column],
                ProvesNotNull = notNull.Column is { } required ? [required] : [],
                IsNotNull = true,
            },
            UniqueConstraint unique => new AddUniqueConstraint(table, unique.Name, unique.IsPrimaryKey, unique.UsingIndex)
            {
                Columns = unique.UsingIndex is null ? ColumnsOf(unique.Columns, column) : [],
            },
            ExcludeConstraint => new AddExclusionConstraint(table, constraint.Name),
            _ => null,
        };
    }

    /// <summary>A foreign key on a column that is NULL in every row.</summary>
    public static AddUncheckedForeignKey Unchecked(TableName? table, ForeignKeyConstraint key, string? column) =>
        new(table, key.Name, key.PrincipalTable, key.IsNotValid)
        {
            Columns = ColumnsOf(key.Columns, column),
            PrincipalColumns = ValueList.Of(key.PrincipalColumns),
        };

    /// <summary>A constraint of a table that is being created; null for one that is a part of its column.</summary>
    public static TableConstraint? Define(SqlConstraint constraint, string? column = null) => constraint switch
    {
        CheckConstraint check => new TableConstraint(ConstraintKind.Check, check.Name)
        {
            Columns = ColumnsOf(check),
            ProvesNotNull = ValueList.Of(NotNullProof.Of(check.Condition)),
            IsValidated = !check.IsNotEnforced,
        },
        UniqueConstraint unique => new TableConstraint(unique.IsPrimaryKey ? ConstraintKind.PrimaryKey : ConstraintKind.Unique, unique.Name)
        {
            Columns = ColumnsOf(unique.Columns, column),
        },
        ForeignKeyConstraint key => new TableConstraint(ConstraintKind.ForeignKey, key.Name)
        {
            Columns = ColumnsOf(key.Columns, column),
            PrincipalTable = key.PrincipalTable,
            PrincipalColumns = ValueList.Of(key.PrincipalColumns),
            IsValidated = !key.IsNotEnforced,
        },
        ExcludeConstraint => new TableConstraint(ConstraintKind.Exclusion, constraint.Name),
        _ => null,
    };

    private static ValueList<string?> ColumnsOf(IReadOnlyList<string?> columns, string? column) =>
        columns.Count == 0 && column is not null ? [column] : ValueList.Of(columns);

    private static ValueList<string?> ColumnsOf(CheckConstraint check) =>
        ValueList.Of(ExpressionFacts.Of(check.Condition).Names.Distinct(StringComparer.Ordinal).Select(name => (string?)name));
}
