using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Readers.Suppressions;

namespace PhasedMigrations.Readers;

/// <summary>The operations of one Up, one .sql file or one SQL string, in the order in which they run.</summary>
internal sealed record MigrationUnit(UnitKind Kind, ImmutableArray<LocatedOperation> Operations)
{
    public static MigrationUnit Empty(UnitKind kind) => new(kind, ImmutableArray<LocatedOperation>.Empty);

    /// <summary>SQL that could not be computed or understood: it may do anything.</summary>
    public ImmutableArray<Location> NotAnalysed { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>Every comment that means to silence rules, whether there is something to silence or not.</summary>
    public ImmutableArray<Suppression> Suppressions { get; init; } = ImmutableArray<Suppression>.Empty;
}
