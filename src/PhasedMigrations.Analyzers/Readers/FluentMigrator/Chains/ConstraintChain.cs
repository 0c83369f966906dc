using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary><c>Create.PrimaryKey</c> and <c>Create.UniqueConstraint</c>: the generator knows no USING INDEX.</summary>
internal sealed class ConstraintChain : TableChain
{
    public ConstraintChain(ChainCall call, ICollection<Statement> statements)
    {
        var isPrimaryKey = call.Name == "PrimaryKey";
        var name = call.Text(isPrimaryKey ? "primaryKeyName" : "constraintName");
        statements.Add(new PlainStatement(call.Location, () => new AddUniqueConstraint(Table.Table, name, isPrimaryKey, UsingIndex: null)));
    }
}
