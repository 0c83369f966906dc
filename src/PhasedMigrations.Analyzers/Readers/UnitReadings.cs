using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers;

/// <summary>What the Up of each migration does. Each is read once, however many threads ask; one that fails or is cancelled is asked again.</summary>
internal sealed class UnitReadings(Func<Migration, CancellationToken, MigrationUnit> read)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, Reading> _readings = new(SymbolEqualityComparer.Default);

    /// <summary>Reading asks for no other reading, so that no two can wait for each other.</summary>
    public MigrationUnit Of(Migration migration, CancellationToken cancellationToken)
    {
        var reading = _readings.GetOrAdd(migration.Symbol, _ => new Reading());
        lock (reading)
            return reading.Unit ??= read(migration, cancellationToken);
    }

    private sealed class Reading
    {
        public MigrationUnit? Unit { get; set; }
    }
}
