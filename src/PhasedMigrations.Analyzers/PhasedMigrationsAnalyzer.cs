using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
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
        Catalog.Rules.Select(rule => rule.Descriptor).Append(Descriptors.SqlNotAnalysed).Append(Descriptors.AnalysisFailed).ToImmutableArray();

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        var scriptCache = new ScriptCache();
        // Most migration folders are marked as generated code; the migrations in them run all the same.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var frontEnds = FrontEnd.ReferredBy(start.Compilation);
            if (frontEnds.Count > 0)
                start.RegisterSemanticModelAction(new MigrationAnalysis(start.Compilation, frontEnds).AnalyzeFile);
            if (SqlStringFrontEnd.Find(start.Compilation) is { } sqlStrings)
                start.RegisterSemanticModelAction(new SqlStringAnalysis(start.Compilation, sqlStrings, frontEnds).AnalyzeFile);
            if (Scripts.Of(start.Compilation, start.Options, scriptCache) is { } scripts)
                start.RegisterAdditionalFileAction(new ScriptAnalysis(scripts).AnalyzeFile);
        });
    }
}
