using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>A statement that is one operation.</summary>
internal abstract class OperationStatement(Location location) : Statement(location)
{
    public sealed override object? Identity => ToOperation();

    public sealed override void AddTo(UnitBuilder unit)
    {
        if (ToOperation() is { } operation)
            unit.Add(operation, Location);
    }

    /// <summary>Null for a statement that changes nothing any rule looks at.</summary>
    protected abstract Operation? ToOperation();
}
