using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;
using PhasedMigrations.Rules;

namespace PhasedMigrations.Analyzers.Tests.Robustness;

public sealed class CrashGuardTests
{
    [Fact]
    public async Task Failure_IsOneWarningAtTheClass()
    {
        var findings = await AnalyzerRun.OverAsync(["class Safe : object { }", "class AddThings : object { }"], new AnalyzerOf(new FailingFrontEnd()));

        var finding = Assert.Single(findings);
        Assert.Equal("PHM9004", finding.Id);
        Assert.Equal(DiagnosticSeverity.Warning, finding.Severity);
        Assert.Equal("AddThings", finding.Location.SourceTree!.ToString().Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length));
        Assert.Equal(
            "The migration 'AddThings' was not analysed: InvalidTimeZoneException in FailingFrontEnd.MigrationOf; "
            + "please report it to the PhasedMigrations project with its source",
            finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class FailingFrontEnd : FrontEnd
    {
        public override bool MayDeclare(ClassDeclarationSyntax type) => type.Identifier.ValueText == "AddThings";

        public override Migration? MigrationOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
            throw new InvalidTimeZoneException("with source of the user in it");
    }

#pragma warning disable RS1036, RS1001 // Lives in a test only.
    private sealed class AnalyzerOf(FrontEnd frontEnd) : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.AnalysisFailed];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterCompilationStartAction(start => start.RegisterSemanticModelAction(new MigrationAnalysis(
                start.Compilation, new(() => [frontEnd]), new ConfigurationCheck(), start.Options.AdditionalFiles, new AnalysisCaches()).AnalyzeFile));
        }
    }
}
