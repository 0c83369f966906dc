using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>
/// <c>SetExistingRowsTo</c>: UPDATE of all rows and, when the column is to be required, SET NOT NULL
/// (FluentMigrator 8, <c>ColumnExpressionBuilderHelper</c>). A column of which nothing was said stays nullable.
/// </summary>
internal sealed class FillColumnStatement(TableReference table, ColumnDefinition column, Location location) : OperationStatement(location)
{
    protected override Operation ToOperation() => new FillColumn(table.Table, column.Name, BecomesRequired: column.IsNullable == false);
}
