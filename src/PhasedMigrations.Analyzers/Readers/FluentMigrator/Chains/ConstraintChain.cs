using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Create.PrimaryKey</c> and <c>Create.UniqueConstraint</c>: the generator knows no USING INDEX.</summary>
internal sealed class ConstraintChain : TableChain
{
    private readonly List<string?> _columns = [];

    public ConstraintChain(ChainCall call, ICollection<Statement> statements)
    {
        var isPrimaryKey = call.Name == "PrimaryKey";
        var name = call.Text(isPrimaryKey ? "primaryKeyName" : "constraintName");
        statements.Add(new PlainStatement(call.Location, () => new AddUniqueConstraint(Table.Table, name, isPrimaryKey, UsingIndex: null)
        {
            Columns = ValueList.Of(_columns),
        }));
    }

    protected override void Describe(ChainCall call, ICollection<Statement> statements) => _columns.AddRange(call.ColumnNames());
}
