using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Rename.Table</c>: the table keeps its schema, on whichever side of <c>To</c> that is written.</summary>
internal sealed class RenameTableChain : Chain
{
    private readonly TableReference _table;
    private readonly RenameTableStatement _statement;

    public RenameTableChain(ChainCall call, ICollection<Statement> statements)
    {
        _table = new TableReference(call.Text("oldName"));
        _statement = new RenameTableStatement(_table, call.Location);
        statements.Add(_statement);
    }

    public override Chain Continue(ChainCall call, ICollection<Statement> statements)
    {
        if (call.Name == "InSchema")
            _table.Schema = call.Argument("schemaName");
        else if (call.Name == "To")
            _statement.NewName = call.Argument("name");
        return this;
    }
}
