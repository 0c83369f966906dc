using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>A column with nothing said is NOT NULL: FluentMigrator 8, <c>ColumnBase.FormatNullable</c>.</summary>
internal sealed class AddColumnStatement(TableReference table, ColumnDefinition column, Location location) : OperationStatement(location)
{
    protected override Operation ToOperation() => new AddColumn(
        table.Table,
        column.Name,
        column.IsNullable != true && !column.FillsExistingRows,
        column.Default,
        column.IsValueGenerated) { Type = column.Type };
}
