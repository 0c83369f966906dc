using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>No .editorconfig.</summary>
internal sealed class NoOptions : AnalyzerConfigOptions
{
    public static readonly NoOptions Instance = new();

    public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }
}
