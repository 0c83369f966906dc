using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>The analyzer as the compiler runs it, over the files of a corpus as one project's; on one thread.</summary>
internal static class AnalyzerRun
{
    public static ImmutableArray<Diagnostic> Of(SqlCorpus corpus)
    {
        var files = corpus.Files.Select(AdditionalText (file) => new AdditionalFile(file)).ToImmutableArray();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(files), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return CSharpCompilation.Create("Corpus")
            .WithAnalyzers([new PhasedMigrationsAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync()
            .GetAwaiter()
            .GetResult();
    }

    private sealed class AdditionalFile(SqlFile file) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(file.Text);

        public override string Path => file.Path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
