using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Rename.Column</c>.</summary>
internal sealed class RenameColumnChain : Chain
{
    private readonly TableReference _table = new(name: null);
    private readonly RenameColumnStatement _statement;

    public RenameColumnChain(ChainCall call, ICollection<Statement> statements)
    {
        _statement = new RenameColumnStatement(_table, call.Text("oldName"), call.Location);
        statements.Add(_statement);
    }

    public override Chain Continue(ChainCall call, ICollection<Statement> statements)
    {
        switch (call.Name)
        {
            case "OnTable":
                _table.Name = call.Text("tableName");
                break;
            case "InSchema":
                _table.Schema = call.Argument("schemaName");
                break;
            case "To":
                _statement.NewName = call.Text("name");
                break;
        }

        return this;
    }
}
