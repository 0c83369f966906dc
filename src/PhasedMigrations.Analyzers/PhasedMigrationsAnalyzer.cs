using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.SqlFiles;
using PhasedMigrations.Readers.SqlStrings;
using PhasedMigrations.Rules;

namespace PhasedMigrations;

/// <summary>Reads every migration of the compilation and lets each rule look at each of its operations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PhasedMigrationsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Catalog.ById.Values.ToImmutableArray();

    internal ScriptCache ScriptCache { get; } = new();

    internal AnalysisCaches Caches { get; } = new();

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        // Most migration folders are marked as generated code; the migrations in them run all the same.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var frontEnds = FrontEnd.ReferredBy(start.Compilation, start.Options.AdditionalFiles);
            var sqlStrings = SqlStringFrontEnd.Find(start.Compilation);
            var scripts = Scripts.Of(start.Compilation, start.Options, ScriptCache);
            if (frontEnds.Count == 0 && sqlStrings is null && scripts is null)
                return;

            var configuration = new ConfigurationCheck();
            if (frontEnds.Count > 0)
                start.RegisterSemanticModelAction(new MigrationAnalysis(start.Compilation, frontEnds, configuration, start.Options.AdditionalFiles, Caches).AnalyzeFile);
            if (sqlStrings is not null)
                start.RegisterSemanticModelAction(new SqlStringAnalysis(start.Compilation, sqlStrings, frontEnds, configuration).AnalyzeFile);
            if (scripts is not null)
                start.RegisterAdditionalFileAction(new ScriptAnalysis(scripts, new CalledScripts(start.Compilation, frontEnds), configuration).AnalyzeFile);
            start.RegisterCompilationEndAction(configuration.Report);
        });
    }
}
