using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.EntityFrameworkCore.Models;

namespace PhasedMigrations.History;

/// <summary>The timelines of a compilation's migrations, each put in order when somebody asks for it.</summary>
/// <param name="migrationOf">Null for a class that is no migration.</param>
internal sealed class MigrationTimelines(
    Func<INamedTypeSymbol, CancellationToken, Migration?> migrationOf, Func<Migration, CancellationToken, MigrationUnit> read, ModelFiles models)
{
    private readonly ConcurrentDictionary<object, Timeline<Migration>> _lines = new();

    /// <summary>The schema that the migration finds.</summary>
    public Schema Before(Migration migration, CancellationToken cancellationToken) =>
        LineOf(migration, cancellationToken)?.Before(migration, cancellationToken) ?? Schema.Empty;

    /// <summary>The same as the model of the migrations before it tells it; null where none of them has one.</summary>
    public Schema? ModelBefore(Migration migration, CancellationToken cancellationToken) =>
        LineOf(migration, cancellationToken)?.ModelBefore(migration, ModelAfter, cancellationToken);

    private Timeline<Migration>? LineOf(Migration migration, CancellationToken cancellationToken) => migration.Line is { } key
        ? _lines.GetOrAdd(key, _ => new Timeline<Migration>(migration.InLine(symbol => migrationOf(symbol, cancellationToken)).ToList(), read))
        : null;

    private Schema? ModelAfter(Migration migration, CancellationToken cancellationToken) =>
        migration.DesignerParts.FirstOrDefault() is { } part ? models.SchemaOf(part, cancellationToken) : null;
}
