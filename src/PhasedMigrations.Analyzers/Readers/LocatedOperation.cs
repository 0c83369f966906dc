using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.Readers.Suppressions;

namespace PhasedMigrations.Readers;

/// <summary>An operation, where the user wrote it and how it reaches the server.</summary>
/// <param name="Statement">Counts the statements of the unit: the actions of one ALTER TABLE share it, and the statements of one DO block.</param>
internal sealed record LocatedOperation(Operation Operation, Place Place, int Statement, UnitTransaction Transaction)
{
    public Location Location => Place.Location;

    /// <summary>It stands in a loop of a DO block.</summary>
    public bool IsInLoop { get; init; }

    /// <summary>It stands in a DO block, whose statements cannot leave the block's transaction.</summary>
    public bool IsInBlock { get; init; }

    /// <summary>Its statement runs again without an error where its work has been done: IF EXISTS, IF NOT EXISTS.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The comments that silence rules here.</summary>
    public ImmutableArray<Suppression> Suppressions { get; init; } = ImmutableArray<Suppression>.Empty;
}
