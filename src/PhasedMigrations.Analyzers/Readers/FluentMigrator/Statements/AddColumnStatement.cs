using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>A column with nothing said is NOT NULL: FluentMigrator 8, <c>ColumnBase.FormatNullable</c>.</summary>
internal sealed class AddColumnStatement(TableReference table, ColumnDefinition column, Location location) : Statement(location)
{
    private bool IsRequired => column.IsNullable != true && !column.FillsExistingRows;

    public override Operation ToOperation(ColumnNullability columns) =>
        new AddColumn(table.Table, column.Name, IsRequired, column.Default, column.IsValueGenerated);

    public override void Apply(ColumnNullability columns) => columns.Set(table.Table, column.Name, IsRequired);
}
