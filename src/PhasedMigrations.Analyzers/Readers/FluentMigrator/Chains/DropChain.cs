using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Delete.Table</c>, <c>Delete.Column</c>, <c>Delete.Index</c> and the constraints.</summary>
internal sealed class DropChain : TableChain
{
    private readonly List<string?> _columns = [];

    private DropChain(string? table = null)
        : base(table)
    {
    }

    public static DropChain OfTable(ChainCall call, ICollection<Statement> statements)
    {
        var chain = new DropChain(call.Text("tableName"));
        statements.Add(new PlainStatement(call.Location, () => new DropTable(chain.Table.Table)));
        return chain;
    }

    public static DropChain OfColumn(ChainCall call, ICollection<Statement> statements)
    {
        var chain = new DropChain();
        chain.AddColumn(call, statements);
        return chain;
    }

    /// <summary>A constraint without a name gets its own from FluentMigrator's conventions.</summary>
    public static DropChain OfConstraint(ChainCall call, string nameParameter, ICollection<Statement> statements)
    {
        var chain = new DropChain();
        var name = call.Text(nameParameter);
        statements.Add(new PlainStatement(call.Location, () => new DropConstraint(chain.Table.Table, name)));
        return chain;
    }

    /// <summary>An index lies in the schema of its table.</summary>
    public static DropChain OfIndex(ChainCall call, ICollection<Statement> statements)
    {
        var chain = new DropChain();
        var index = new TableReference(call.Text("indexName"));
        statements.Add(new PlainStatement(call.Location, () =>
        {
            index.Schema = chain.Table.Schema;
            return new DropIndex([index.Table], IsConcurrent: false, IsCascade: false);
        }));
        return chain;
    }

    protected override void Describe(ChainCall call, ICollection<Statement> statements)
    {
        // Delete.Column("a").Column("b"): on a constraint the call lists the constraint's columns.
        if (call.Name == "Column" && _columns.Count > 0)
            AddColumn(call, statements);
    }

    private void AddColumn(ChainCall call, ICollection<Statement> statements)
    {
        var column = call.Text("columnName");
        _columns.Add(column);
        statements.Add(new PlainStatement(call.Location, () => new DropColumn(Table.Table, column)));
    }
}
