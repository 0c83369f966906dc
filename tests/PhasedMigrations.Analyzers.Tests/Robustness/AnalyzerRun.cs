using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PhasedMigrations.Analyzers.Tests.Robustness;

/// <summary>Runs an analyzer over sources and fails the test with any exception it throws.</summary>
internal static class AnalyzerRun
{
    public static Task<ImmutableArray<Diagnostic>> OverAsync(
        IEnumerable<string> sources, DiagnosticAnalyzer? analyzer = null, IEnumerable<MetadataReference>? references = null) =>
        RunAsync(Compile(sources, references ?? MigrationTest.AllReferences), analyzer ?? new PhasedMigrationsAnalyzer());

    public static Task<ImmutableArray<Diagnostic>> OverCompilableAsync(string source)
    {
        var compilation = Compile([source], MigrationTest.AllReferences);
        Assert.DoesNotContain(
            compilation.GetDiagnostics(TestContext.Current.CancellationToken),
            diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return RunAsync(compilation, new PhasedMigrationsAnalyzer());
    }

    private static CSharpCompilation Compile(IEnumerable<string> sources, IEnumerable<MetadataReference> references) => CSharpCompilation.Create(
        "Sources",
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(
            source, path: $"/0/Source{i}.cs", cancellationToken: TestContext.Current.CancellationToken)),
        references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static async Task<ImmutableArray<Diagnostic>> RunAsync(CSharpCompilation compilation, DiagnosticAnalyzer analyzer)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false,
            analyzerExceptionFilter: null);
        var findings = await compilation.WithAnalyzers([analyzer], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(findings, finding => finding.Id == "AD0001");
        return findings;
    }
}
