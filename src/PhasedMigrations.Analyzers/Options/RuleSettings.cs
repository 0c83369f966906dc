using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PhasedMigrations.Options;

/// <summary>
/// The settings of single rules in force for one file: <c>phased_migrations.PHM2001.start_after</c>, and the severity. What .editorconfig
/// says of severity does not reach additional files: those have <c>phased_migrations.PHM2001.severity</c>.
/// </summary>
internal sealed class RuleSettings
{
    /// <summary>Every rule as it is by itself.</summary>
    public static readonly RuleSettings None = new(options: null, compilation: null, tree: null);

    private readonly AnalyzerConfigOptions? _options;
    private readonly CompilationOptions? _compilation;
    private readonly SyntaxTree? _tree;

    private RuleSettings(AnalyzerConfigOptions? options, CompilationOptions? compilation, SyntaxTree? tree) =>
        (_options, _compilation, _tree) = (options, compilation, tree);

    public static RuleSettings Of(AnalyzerConfigOptions options, CompilationOptions compilation, SyntaxTree tree) => new(options, compilation, tree);

    public static RuleSettings OfAdditionalFile(AnalyzerConfigOptions options, CompilationOptions compilation) => new(options, compilation, tree: null);

    public string? StartAfterOf(string ruleId) => Read(OptionKeys.StartAfterOf(ruleId));

    /// <summary>In the order in which the compiler asks, the file's own key first.</summary>
    public bool IsEnabled(DiagnosticDescriptor rule)
    {
        if (OwnSeverityOf(rule.Id) is { } own and not ReportDiagnostic.Default)
            return own != ReportDiagnostic.Suppress;

        var provider = _compilation?.SyntaxTreeOptionsProvider;
        var report = ReportDiagnostic.Default;
        var isSet = _compilation is not null
            && ((_compilation.SpecificDiagnosticOptions.TryGetValue(rule.Id, out report) && report != ReportDiagnostic.Default)
                || (_tree is not null && provider?.TryGetDiagnosticValue(_tree, rule.Id, CancellationToken.None, out report) == true)
                || provider?.TryGetGlobalDiagnosticValue(rule.Id, CancellationToken.None, out report) == true);
        return isSet ? report != ReportDiagnostic.Suppress : rule.IsEnabledByDefault;
    }

    /// <summary>The finding in the severity that the file's own key gives it; null where that is none.</summary>
    public Diagnostic? Grade(Diagnostic finding)
    {
        if (OwnSeverityOf(finding.Id) is not { } chosen || chosen == ReportDiagnostic.Default)
            return finding;

        return chosen switch
        {
            ReportDiagnostic.Suppress => null,
            ReportDiagnostic.Error => Graded(finding, DiagnosticSeverity.Error),
            ReportDiagnostic.Warn => Graded(finding, DiagnosticSeverity.Warning),
            ReportDiagnostic.Info => Graded(finding, DiagnosticSeverity.Info),
            _ => Graded(finding, DiagnosticSeverity.Hidden),
        };
    }

    /// <summary>A rule that is off by default would be dropped whatever severity its finding has, unless the finding says it is on.</summary>
    private static Diagnostic Graded(Diagnostic finding, DiagnosticSeverity severity)
    {
        var rule = finding.Descriptor;
        return Diagnostic.Create(
            rule.Id,
            rule.Category,
            finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            severity,
            rule.DefaultSeverity,
            isEnabledByDefault: true,
            warningLevel: severity == DiagnosticSeverity.Error ? 0 : 1,
            rule.Title,
            rule.Description,
            rule.HelpLinkUri,
            finding.Location,
            finding.AdditionalLocations,
            rule.CustomTags,
            finding.Properties);
    }

    private ReportDiagnostic? OwnSeverityOf(string ruleId) =>
        _tree is null && Read(OptionKeys.SeverityOf(ruleId)) is { } text ? SeverityText.Parse(text) : null;

    private string? Read(string key) =>
        _options is not null && _options.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
