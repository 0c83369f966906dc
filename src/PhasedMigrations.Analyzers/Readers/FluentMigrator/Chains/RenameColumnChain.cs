using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Rename.Column</c>.</summary>
internal sealed class RenameColumnChain : TableChain
{
    private readonly RenameColumnStatement _statement;

    public RenameColumnChain(ChainCall call, ICollection<Statement> statements)
    {
        _statement = new RenameColumnStatement(Table, call.Text("oldName"), call.Location);
        statements.Add(_statement);
    }

    protected override void Describe(ChainCall call, ICollection<Statement> statements)
    {
        if (call.Name == "To")
            _statement.NewName = call.Text("name");
    }
}
