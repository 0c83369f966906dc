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
            // Whoever asks a compilation for its first type waits until all references are read. The compiler does that anyway before it
            // hands out the first file, so nothing is looked up until then.
            var frontEnds = new Lazy<IReadOnlyList<FrontEnd>>(() => FrontEnd.ReferredBy(start.Compilation, start.Options.AdditionalFiles));
            var sqlStrings = new Lazy<SqlStringFrontEnd?>(() => SqlStringFrontEnd.Find(start.Compilation));
            var configuration = new ConfigurationCheck();
            start.RegisterSemanticModelAction(
                new MigrationAnalysis(start.Compilation, frontEnds, configuration, start.Options.AdditionalFiles, Caches).AnalyzeFile);
            start.RegisterSemanticModelAction(new SqlStringAnalysis(start.Compilation, sqlStrings, frontEnds, configuration).AnalyzeFile);
            if (Scripts.Of(start.Compilation, start.Options, ScriptCache) is { } scripts)
                start.RegisterAdditionalFileAction(new ScriptAnalysis(scripts, new CalledScripts(start.Compilation, frontEnds), configuration).AnalyzeFile);
            start.RegisterCompilationEndAction(configuration.Report);
        });
    }
}
