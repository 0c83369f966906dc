using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary>What an expression of FluentMigrator's language stands for while a migration is read: a root, or a chain begun with one.</summary>
internal abstract class Chain
{
    /// <summary>What the call does to the statement behind the chain, and the chain that goes on from it.</summary>
    /// <param name="call">A call on this chain.</param>
    /// <param name="statements">What the migration has handed to the runner so far; the call may add to it.</param>
    public abstract Chain Continue(ChainCall call, ICollection<Statement> statements);
}
