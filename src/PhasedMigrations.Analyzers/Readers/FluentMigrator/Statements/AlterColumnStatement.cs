using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>
/// ALTER … TYPE, and SET or DROP NOT NULL where the chain says one of them: FluentMigrator 8, <c>PostgresColumn.FormatAlterNullable</c>.
/// A default changes in a statement of its own and touches no row.
/// </summary>
internal sealed class AlterColumnStatement(TableReference table, ColumnDefinition column, Location location) : Statement(location)
{
    public override bool DependsOnEarlierMigrations => column.IsNullable == false;

    public override Operation ToOperation(ColumnNullability columns) => new AlterColumn(
        table.Table,
        column.Name,
        column.IsNullable == false && columns.IsRequired(table.Table, column.Name) != true,
        ColumnDefault.None.Instance);

    public override void Apply(ColumnNullability columns)
    {
        if (column.IsNullable is { } isNullable)
            columns.Set(table.Table, column.Name, !isNullable);
    }
}
