using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Create.Index</c>, with the options of PostgreSQL's extensions.</summary>
internal sealed class IndexChain : TableChain
{
    private readonly CreateIndexStatement _index;

    public IndexChain(ChainCall call, ICollection<Statement> statements)
    {
        _index = new CreateIndexStatement(Table, call.Text("indexName"), call.Location);
        statements.Add(_index);
    }

    protected override void Describe(ChainCall call, ICollection<Statement> statements)
    {
        if (call.Name == "OnColumn")
            _index.Columns.AddRange(call.ColumnNames());
        else if (call.Name == "Include")
            _index.Included.AddRange(call.ColumnNames().OfType<string>());
        else if (call.Name == "Filter")
            _index.IsPartial = true;
        else if (call.Name is "Unique" or "UniqueNullsDistinct" or "UniqueNullsNotDistinct")
            _index.IsUnique = true;
        else if (call.Name == "AsConcurrently")
            _index.IsConcurrent = !call.Has("isConcurrently") || call.Argument("isConcurrently").AsBoolean != false;
    }
}
