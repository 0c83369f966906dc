using PhasedMigrations.History;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>The scripts that run one after the other on one database, in that order.</summary>
internal sealed class ScriptHistory
{
    private readonly IReadOnlyList<Script> _scripts;
    private readonly object _ordering = new();

    /// <summary>What each script of the baseline finds, as far as somebody has asked; the first one finds nothing.</summary>
    private readonly List<Schema> _sameRun = [UnitSchema.NewRun];

    private Order? _order;
    private Timeline<Script>? _timeline;

    public ScriptHistory(IEnumerable<Script> scripts, IComparer<ScriptPlace> order) =>
        _scripts = scripts.Where(script => script.Place.IsInHistory).OrderBy(script => script.Place, order).ToList();

    /// <summary>What has happened on the same empty database before this script: nobody uses the tables that it left.</summary>
    public Schema SameRunBefore(Script script, CancellationToken cancellationToken)
    {
        lock (_ordering)
        {
            var order = OrderOf(cancellationToken);
            if (!order.Places.TryGetValue(script, out var place) || place >= order.BaselineLength)
                return UnitSchema.NewRun;

            for (var next = _sameRun.Count - 1; next < place; next++)
            {
                var operations = order.Running[next].Read(cancellationToken).Operations.Select(located => located.Operation);
                _sameRun.Add(UnitSchema.InSameRun(_sameRun[next], operations));
            }

            return _sameRun[place];
        }
    }

    /// <summary>The schema that the script finds.</summary>
    public Schema SchemaBefore(Script script, CancellationToken cancellationToken)
    {
        lock (_ordering)
            _timeline ??= new Timeline<Script>(OrderOf(cancellationToken).Running, (other, token) => other.Read(token));

        return _timeline.Before(script, cancellationToken);
    }

    private Order OrderOf(CancellationToken cancellationToken)
    {
        if (_order is not null)
            return _order;

        var running = _scripts.Where(script => script.RunsOnPostgreSql(cancellationToken)).ToList();
        return _order = new Order(
            running,
            running.Select((script, place) => (script, place)).ToDictionary(placed => placed.script, placed => placed.place),
            Baseline.LengthOf(running, cancellationToken));
    }

    /// <param name="Running">The scripts for PostgreSQL.</param>
    /// <param name="BaselineLength">How many of them, from the first, run together on an empty database.</param>
    private sealed record Order(IReadOnlyList<Script> Running, IReadOnlyDictionary<Script, int> Places, int BaselineLength);
}
