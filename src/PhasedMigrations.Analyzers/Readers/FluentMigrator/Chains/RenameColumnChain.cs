using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Rename.Column</c>.</summary>
internal sealed class RenameColumnChain : TableChain
{
    private string? _newName;

    public RenameColumnChain(ChainCall call, ICollection<Statement> statements)
    {
        var column = call.Text("oldName");
        statements.Add(new PlainStatement(call.Location, () => new RenameColumn(Table.Table, column, _newName)));
    }

    protected override void Describe(ChainCall call, ICollection<Statement> statements)
    {
        if (call.Name == "To")
            _newName = call.Text("name");
    }
}
