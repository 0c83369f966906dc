using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>
/// One expression that the migration hands to the runner. The chain goes on describing it after it was begun, so what it does is
/// asked for when Up has ended, as the runner does.
/// </summary>
internal abstract class Statement(Location location)
{
    public Location Location { get; } = location;

    /// <summary>What the statement does cannot be told without knowing what earlier migrations did.</summary>
    public virtual bool DependsOnEarlierMigrations => false;

    /// <param name="columns">What is known of the columns when the statement runs.</param>
    public abstract Operation? ToOperation(ColumnNullability columns);

    /// <summary>Records what is known of the columns once the statement has run.</summary>
    public virtual void Apply(ColumnNullability columns)
    {
    }
}
