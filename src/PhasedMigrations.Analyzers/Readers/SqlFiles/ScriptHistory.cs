using PhasedMigrations.History;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>The scripts that run one after the other on one database, in that order.</summary>
internal sealed class ScriptHistory
{
    private readonly IReadOnlyList<Script> _scripts;
    private readonly object _counting = new();
    private int? _baseline;
    private Timeline<Script>? _timeline;

    public ScriptHistory(IEnumerable<Script> scripts, IComparer<ScriptPlace> order) =>
        _scripts = scripts.Where(script => script.Place.IsInHistory).OrderBy(script => script.Place, order).ToList();

    /// <summary>The scripts that have run when this one does, the first one first; none for a script that stands for itself.</summary>
    public IReadOnlyList<Script> Before(Script script, CancellationToken cancellationToken) => script.Place.IsInHistory
        ? _scripts.TakeWhile(other => other != script).Where(other => other.RunsOnPostgreSql(cancellationToken)).ToList()
        : [];

    /// <summary>What has happened on the same empty database before this script: nobody uses the tables that it left.</summary>
    public IEnumerable<Operation> SameRunBefore(Script script, CancellationToken cancellationToken)
    {
        var before = Before(script, cancellationToken);
        return before.Count < BaselineLength(cancellationToken)
            ? before.SelectMany(other => other.Read(cancellationToken).Operations).Select(located => located.Operation)
            : [];
    }

    /// <summary>The schema that the script finds.</summary>
    public Schema SchemaBefore(Script script, CancellationToken cancellationToken)
    {
        lock (_counting)
        {
            _timeline ??= new Timeline<Script>(
                _scripts.Where(other => other.RunsOnPostgreSql(cancellationToken)).ToList(), (other, token) => other.Read(token));
        }

        return _timeline.Before(script, cancellationToken);
    }

    private int BaselineLength(CancellationToken cancellationToken)
    {
        lock (_counting)
            return _baseline ??= Baseline.LengthOf(_scripts.Where(script => script.RunsOnPostgreSql(cancellationToken)), cancellationToken);
    }
}
