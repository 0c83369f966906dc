using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary>A chain of another database, or one that no rule looks at.</summary>
internal sealed class Silent : Chain
{
    public static readonly Silent Instance = new();

    public override Chain Continue(ChainCall call, ICollection<Statement> statements) => this;
}
