using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>RENAME TO and SET SCHEMA.</summary>
internal sealed class RenameTableStatement(TableReference table, Location location) : OperationStatement(location)
{
    /// <summary>Null where the name stays.</summary>
    public Constant? NewName { get; set; }

    /// <summary>Null where the schema stays.</summary>
    public Constant? NewSchema { get; set; }

    private TableName? NewTable => new TableReference(NewName is { } name ? name.AsText : table.Name) { Schema = NewSchema ?? table.Schema }.Table;

    protected override Operation ToOperation() => new RenameTable(table.Table, NewTable);
}
