using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.History;
using PhasedMigrations.Options;
using PhasedMigrations.Readers.SqlFiles;
using PhasedMigrations.Rules;

namespace PhasedMigrations;

/// <summary>The analysis of the .sql files of one compilation, which may have no migrations in C# at all.</summary>
internal sealed class ScriptAnalysis(Scripts scripts, CalledScripts called, ConfigurationCheck configuration)
{
    /// <summary>A failure of ours is one warning at the file, never the end of the analyzer.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A crash guard catches whatever there is; it reports what it caught.")]
    public void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        if (scripts.Find(context.AdditionalFile) is not { } script)
            return;

        configuration.Look(context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.AdditionalFile));
        if (script.IsLeftOut)
            return;

        try
        {
            var findings = Check(script, context.CancellationToken).ToList();
            if (findings.Count > 0 && called.Include(context.AdditionalFile, context.CancellationToken))
                return;
            foreach (var finding in findings)
                context.ReportDiagnostic(finding);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.AnalysisFailed,
                Location.Create(script.Path, default, default),
                Path.GetFileName(script.Path),
                CrashReport.Of(failure)));
        }
    }

    private IEnumerable<Diagnostic> Check(Script script, CancellationToken cancellationToken)
    {
        if (!script.RunsOnPostgreSql(cancellationToken))
            return [];

        var history = scripts.HistoryOf(script);
        var schema = new UnitSchema(
            () => history.SchemaBefore(script, cancellationToken), () => null, () => history.SameRunBefore(script, cancellationToken));
        return UnitCheck.Run(script.Read(cancellationToken), schema, script.Options, new RuleTerms(script.Options.Rules, script.Place.IsUpTo));
    }
}
