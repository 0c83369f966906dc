using System.Diagnostics.CodeAnalysis;
using PhasedMigrations.Readers;

namespace PhasedMigrations.History;

/// <summary>
/// Units that run one after the other on the same database, and the schema before each of them. Each is read once, when somebody
/// asks for the schema behind it, however many threads ask.
/// </summary>
/// <param name="units">In the order in which they run.</param>
/// <param name="read">Reads a unit; whoever else needs the unit gets the same reading.</param>
internal sealed class Timeline<TUnit>(IReadOnlyList<TUnit> units, Func<TUnit, CancellationToken, MigrationUnit> read)
    where TUnit : notnull
{
    private readonly object _replaying = new();
    private readonly List<Schema> _before = [Schema.Empty];

    private readonly Dictionary<TUnit, int> _places = units.Select((unit, place) => (unit, place)).ToDictionary(unit => unit.unit, unit => unit.place);

    /// <summary>Nothing is known before a unit that has no place in the order.</summary>
    public Schema Before(TUnit unit, CancellationToken cancellationToken) =>
        _places.TryGetValue(unit, out var place) ? Before(place, cancellationToken) : Schema.Empty;

    /// <summary>The schema by the last model before the unit and what was done since; null where no unit before it has one.</summary>
    /// <param name="modelAfter">Null for a unit without a model.</param>
    public Schema? ModelBefore(TUnit unit, Func<TUnit, CancellationToken, Schema?> modelAfter, CancellationToken cancellationToken)
    {
        if (!_places.TryGetValue(unit, out var place))
            return null;

        for (var i = place - 1; i >= 0; i--)
        {
            if (modelAfter(units[i], cancellationToken) is { } model)
                return units.Skip(i + 1).Take(place - i - 1).Aggregate(model, (schema, since) => After(schema, ReadGuarded(since, cancellationToken)));
        }

        return null;
    }

    private Schema Before(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            int known;
            lock (_replaying)
            {
                known = _before.Count;
                if (index < known)
                    return _before[index];
            }

            // Read outside the lock: reading binds code, which takes its time, and others may know their answer already.
            var unit = ReadGuarded(units[known - 1], cancellationToken);
            lock (_replaying)
            {
                if (_before.Count == known)
                    _before.Add(After(_before[known - 1], unit));
            }
        }
    }

    /// <summary>Of a unit that cannot be read nobody knows what it left alone.</summary>
    private static Schema After(Schema before, MigrationUnit? unit) => unit is null
        ? before.ForEach(table => table.Forgotten()).NextUnit()
        : unit.Operations.Aggregate(before.NextUnit(), (schema, located) => schema.In(located.Transaction.Number).Apply(located.Operation));

    /// <summary>The unit's own analysis reports its failure.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A crash guard catches whatever there is.")]
    private MigrationUnit? ReadGuarded(TUnit unit, CancellationToken cancellationToken)
    {
        try
        {
            return read(unit, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return null;
        }
    }
}
