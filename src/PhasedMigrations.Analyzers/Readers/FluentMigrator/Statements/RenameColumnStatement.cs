using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>No rule looks at it yet; what is known of the column follows it to its new name.</summary>
internal sealed class RenameColumnStatement(TableReference table, string? column, Location location) : Statement(location)
{
    public string? NewName { get; set; }

    public override Operation? ToOperation(ColumnNullability columns) => null;

    public override void Apply(ColumnNullability columns) => columns.RenameColumn(table.Table, column, NewName);
}
