using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>
/// <c>SetExistingRowsTo</c>: UPDATE of all rows and, when the column is to be required, SET NOT NULL
/// (FluentMigrator 8, <c>ColumnExpressionBuilderHelper</c>). A column of which nothing was said stays nullable.
/// </summary>
internal sealed class FillColumnStatement(TableReference table, ColumnDefinition column, Constant value, Location location)
    : Statement(location)
{
    public override Operation ToOperation(ColumnNullability columns) => column.IsNullable == false
        ? new AlterColumn(table.Table, column.Name, BecomesRequired: true, new ColumnDefault.Literal(value.Value))
        : new FillColumn(table.Table, column.Name);

    public override void Apply(ColumnNullability columns) => columns.Set(table.Table, column.Name, column.IsNullable == false);
}
