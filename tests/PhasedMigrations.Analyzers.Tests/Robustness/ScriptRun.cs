using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Analyzers.Tests.Robustness;

/// <summary>Runs the analyzer over .sql files as the compiler does, with every rule as it is by default, and a host that lists no keys.</summary>
internal static class ScriptRun
{
    public static Task<ImmutableArray<Diagnostic>> OverAsync(AdditionalText script, params (string Key, string Value)[] settings) =>
        OverAsync([script], new PhasedMigrationsAnalyzer(), settings);

    public static async Task<ImmutableArray<Diagnostic>> OverAsync(
        ImmutableArray<AdditionalText> scripts, DiagnosticAnalyzer analyzer, params (string Key, string Value)[] settings)
    {
        var compilation = CSharpCompilation.Create("Scripts", options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var options = new AnalyzerOptions(scripts, new SameSettings(new Settings(settings)));
        var findings = await compilation.WithAnalyzers([analyzer], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(findings, finding => finding.Id == "AD0001");
        return findings;
    }

    internal sealed class Script(string path, Func<SourceText?> read) : AdditionalText
    {
        public Script(string path, string text) : this(path, Text(text)) { }

        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => read();

        private static Func<SourceText?> Text(string text)
        {
            var source = SourceText.From(text);
            return () => source;
        }
    }

    private sealed class SameSettings(AnalyzerConfigOptions settings) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => settings;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => settings;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => settings;
    }

    internal sealed class Settings((string Key, string Value)[] values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = values.FirstOrDefault(setting => setting.Key == key).Value;
            return value is not null;
        }
    }
}
