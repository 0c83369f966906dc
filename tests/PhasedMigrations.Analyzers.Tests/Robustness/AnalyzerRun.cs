using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PhasedMigrations.Analyzers.Tests.Robustness;

/// <summary>Runs an analyzer over sources that need not compile, and fails the test with any exception it throws.</summary>
internal static class AnalyzerRun
{
    public static async Task<ImmutableArray<Diagnostic>> OverAsync(IEnumerable<string> sources, DiagnosticAnalyzer? analyzer = null)
    {
        var token = TestContext.Current.CancellationToken;
        var trees = sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, path: $"/0/Source{i}.cs", cancellationToken: token));
        var compilation = CSharpCompilation.Create(
            "Sources", trees, MigrationTest.AllReferences, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false,
            analyzerExceptionFilter: null);
        var findings = await compilation
            .WithAnalyzers([analyzer ?? new PhasedMigrationsAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(token);
        Assert.DoesNotContain(findings, finding => finding.Id == "AD0001");
        return findings;
    }
}
