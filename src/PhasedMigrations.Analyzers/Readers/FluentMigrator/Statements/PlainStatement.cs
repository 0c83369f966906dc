using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary>A statement that needs no description of its own: what it is in the end can be put together from what the chain knows.</summary>
internal sealed class PlainStatement(Location location, Func<Operation> operation) : OperationStatement(location)
{
    protected override Operation ToOperation() => operation();
}
