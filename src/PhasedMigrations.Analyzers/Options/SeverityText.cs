using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Options;

/// <summary>Severities by the words that .editorconfig has for them.</summary>
internal static class SeverityText
{
    public const string Accepted = "`error`, `warning`, `suggestion`, `silent`, `none` or `default`";

    /// <summary>Null for no severity.</summary>
    public static ReportDiagnostic? Parse(string text) => text.ToLowerInvariant() switch
    {
        "error" => ReportDiagnostic.Error,
        "warning" => ReportDiagnostic.Warn,
        "suggestion" => ReportDiagnostic.Info,
        "silent" or "refactoring" => ReportDiagnostic.Hidden,
        "none" => ReportDiagnostic.Suppress,
        "default" => ReportDiagnostic.Default,
        _ => null,
    };
}
