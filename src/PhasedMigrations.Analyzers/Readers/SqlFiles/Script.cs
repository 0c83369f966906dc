using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Model;
using PhasedMigrations.Options;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>One .sql file of a compilation.</summary>
internal sealed class Script(AdditionalText file, AnalysisOptions options, ScriptRunner runner, string commonFolder, ScriptCache cache)
{
    private static readonly SourceText Nothing = SourceText.From("");

    private readonly object _deciding = new();
    private bool? _runsOnPostgreSql;

    public string Path => file.Path;

    public ScriptPlace Place { get; } = new(file.Path);

    public AnalysisOptions Options => options;

    /// <summary>Has run already, takes something back, wipes: nothing that a change of the script could make safer.</summary>
    public bool IsLeftOut => Place.Folder.Turn == FolderTurn.Never
        || (Place.IsUndo && !options.AnalyzeDown)
        || (options.StartAfter is { } last && Place.IsUpTo(last));

    public bool RunsOnPostgreSql(CancellationToken cancellationToken)
    {
        if (options.Dialect is { } chosen)
            return chosen == Dialect.PostgreSql;

        lock (_deciding)
        {
            return _runsOnPostgreSql ??= ScriptDialect.Of(Place.Path, commonFolder, Content(cancellationToken).ToString()) switch
            {
                Dialect.PostgreSql => true,
                Dialect.Unknown => runner.MayUsePostgreSql,
                _ => false,
            };
        }
    }

    /// <summary>What the script does; the same object as long as its text is the same.</summary>
    public MigrationUnit Read(CancellationToken cancellationToken)
    {
        var content = Content(cancellationToken);
        var terms = new ScriptCache.Terms(file.Path, options.AnalyzeDown, options.SqlTransaction ?? runner.Wraps(Place));
        return cache.UnitOf(content, terms, () => Read(content, terms));
    }

    private static MigrationUnit Read(SourceText content, ScriptCache.Terms terms)
    {
        var text = ScriptText.Of(terms.Path, content, terms.WithDown);
        var (surrounding, delivery) = TransactionOf(text.Text, terms.IsWrapped);
        var unit = new UnitBuilder(UnitKind.SqlFile, surrounding);
        unit.AddSql(text, delivery);
        return unit.ToUnit();
    }

    /// <summary>
    /// Evolve sends a file as one command text, so that several statements are a transaction even where its own is turned off; DbUp cuts
    /// the file and sends each statement by itself, as psql does.
    /// </summary>
    private static (TransactionOrigin Surrounding, SqlDelivery Delivery) TransactionOf(string text, bool isWrapped)
    {
        if (ScriptText.TurnsEvolveTransactionOff(text))
            return (TransactionOrigin.None, SqlDelivery.Command);

        var surrounding = ScriptText.RunsInTransaction(text) ?? isWrapped ? TransactionOrigin.Migration : TransactionOrigin.None;
        return (surrounding, SqlDelivery.Statements);
    }

    private SourceText Content(CancellationToken cancellationToken) => file.GetText(cancellationToken) ?? Nothing;
}
