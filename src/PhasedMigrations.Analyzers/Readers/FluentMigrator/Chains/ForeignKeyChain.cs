using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Create.ForeignKey</c>: from the table that refers to the table referred to, each with its schema behind it.</summary>
internal sealed class ForeignKeyChain : Chain
{
    private readonly TableReference _table = new(name: null);
    private readonly TableReference _principal = new(name: null);
    private readonly AddForeignKeyStatement _key;
    private TableReference _named;

    public ForeignKeyChain(ChainCall call, ICollection<Statement> statements)
    {
        _named = _table;
        _key = new AddForeignKeyStatement(_table, _principal, call.Text("foreignKeyName"), call.Location);
        statements.Add(_key);
    }

    public override Chain Continue(ChainCall call, ICollection<Statement> statements)
    {
        switch (call.Name)
        {
            case "FromTable" or "ToTable":
                _named = call.Name == "FromTable" ? _table : _principal;
                _named.Name = call.Text("table");
                break;
            case "ForeignColumn" or "ForeignColumns":
                _key.Columns.AddRange(call.ColumnNames());
                break;
            case "PrimaryColumn" or "PrimaryColumns":
                _key.PrincipalColumns.AddRange(call.ColumnNames());
                break;
            case "InSchema":
                _named.Schema = call.Argument("schemaName");
                break;
        }

        return this;
    }
}
