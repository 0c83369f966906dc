using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Readers;

namespace PhasedMigrations.History;

/// <summary>The timelines of a compilation's migrations, each put in order when somebody asks for it.</summary>
/// <param name="migrationOf">Null for a class that is no migration.</param>
internal sealed class MigrationTimelines(
    Func<INamedTypeSymbol, CancellationToken, Migration?> migrationOf, Func<Migration, CancellationToken, MigrationUnit> read)
{
    private readonly ConcurrentDictionary<object, Timeline<Migration>> _lines = new();

    /// <summary>The schema that the migration finds.</summary>
    public Schema Before(Migration migration, CancellationToken cancellationToken)
    {
        if (migration.Line is not { } key)
            return Schema.Empty;

        var line = _lines.GetOrAdd(
            key, _ => new Timeline<Migration>(migration.InLine(symbol => migrationOf(symbol, cancellationToken)).ToList(), read));
        return line.Before(migration, cancellationToken);
    }
}
