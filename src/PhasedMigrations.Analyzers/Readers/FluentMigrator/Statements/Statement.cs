using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>
/// One expression that the migration hands to the runner. The chain goes on describing it after it was begun, so what it does is
/// asked for when Up has ended, as the runner does.
/// </summary>
internal abstract class Statement(Location location)
{
    public Location Location { get; } = location;

    /// <summary>Equal for statements that do the same; null for one that changes nothing any rule looks at.</summary>
    public abstract object? Identity { get; }

    public abstract void AddTo(UnitBuilder unit);
}
