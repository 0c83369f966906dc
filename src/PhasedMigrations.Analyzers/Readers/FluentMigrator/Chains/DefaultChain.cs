using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Delete.DefaultConstraint</c>: DROP DEFAULT.</summary>
internal sealed class DefaultChain : TableChain
{
    private string? _column;

    public DefaultChain(ChainCall call, ICollection<Statement> statements) => statements.Add(
        new PlainStatement(call.Location, () => new ChangeColumnDefault(Table.Table, _column, ColumnDefault.None.Instance)));

    protected override void Describe(ChainCall call, ICollection<Statement> statements)
    {
        if (call.Name == "OnColumn")
            _column = call.Text("columnName");
    }
}
