using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>
/// ALTER … TYPE, and SET or DROP NOT NULL where the chain says one of them: FluentMigrator 8, <c>PostgresColumn.FormatAlterNullable</c>.
/// A default changes in a statement of its own and touches no row.
/// </summary>
internal sealed class AlterColumnStatement(TableReference table, ColumnDefinition column, Location location) : OperationStatement(location)
{
    protected override Operation? ToOperation() => column.IsNullable is { } isNullable
        ? new AlterColumn(table.Table, column.Name, BecomesRequired: !isNullable, ColumnDefault.None.Instance) 
        {
            IsRequired = !isNullable,
            RestatesType = true,
            Type = column.Type,
        }
        : null;
}
