using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

internal sealed class RenameColumnStatement(TableReference table, string? column, Location location) : Statement(location)
{
    public string? NewName { get; set; }

    public override Operation ToOperation(ColumnNullability columns) => new RenameColumn(table.Table, column, NewName);

    /// <summary>What is known of the column follows it to its new name.</summary>
    public override void Apply(ColumnNullability columns) => columns.RenameColumn(table.Table, column, NewName);
}
