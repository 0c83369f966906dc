using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Delete.Table</c>.</summary>
internal sealed class DropTableChain : Chain
{
    private readonly TableReference _table;

    public DropTableChain(ChainCall call, ICollection<Statement> statements)
    {
        _table = new TableReference(call.Text("tableName"));
        statements.Add(new DropTableStatement(_table, call.Location));
    }

    public override Chain Continue(ChainCall call, ICollection<Statement> statements)
    {
        if (call.Name == "InSchema")
            _table.Schema = call.Argument("schemaName");
        return this;
    }
}
