using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Create.Index</c>, with the options of PostgreSQL's extensions.</summary>
internal sealed class IndexChain : Chain
{
    private readonly TableReference _table = new(name: null);
    private readonly CreateIndexStatement _index;

    public IndexChain(ChainCall call, ICollection<Statement> statements)
    {
        _index = new CreateIndexStatement(_table, call.Text("indexName"), call.Location);
        statements.Add(_index);
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
            case "Unique" or "UniqueNullsDistinct" or "UniqueNullsNotDistinct":
                _index.IsUnique = true;
                break;
            case "AsConcurrently":
                _index.IsConcurrent = !call.Has("isConcurrently") || call.Argument("isConcurrently").AsBoolean != false;
                break;
        }

        return this;
    }
}
