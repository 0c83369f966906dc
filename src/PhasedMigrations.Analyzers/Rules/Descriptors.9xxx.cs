using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Rules;

internal static partial class Descriptors
{
    private const string Analysis = "Analysis";

    public static readonly DiagnosticDescriptor SqlNotAnalysed = Create(
        "PHM9001", Analysis, DiagnosticSeverity.Info,
        "SQL not analysed",
        "This SQL is computed at run time or not understood, so it was not analysed; read it by hand",
        "What the source does not fix, and what is not PostgreSQL's grammar, may do anything. It is counted here, never taken for safe.",
        isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor UnusedSuppression = Create(
        "PHM9002", Analysis, DiagnosticSeverity.Info,
        "Suppression that suppresses nothing",
        "This comment suppresses nothing: {0}; remove it",
        "A suppression that is left behind hides the next finding at its place, which nobody has judged.");

    public static readonly DiagnosticDescriptor SuppressionWithoutReason = Create(
        "PHM9003", Analysis, DiagnosticSeverity.Warning,
        "Suppression without a reason",
        "This comment does not say why the statement is safe; write the reason behind the rules",
        "Whoever reads the migration later needs the reason to know whether it still holds.",
        isEnabledByDefault: false);

    public static readonly DiagnosticDescriptor AnalysisFailed = Create(
        "PHM9004", Analysis, DiagnosticSeverity.Warning,
        "The analyzer failed here: please report",
        "The migration '{0}' was not analysed: {1}; please report it to the PhasedMigrations project with its source",
        "An error of the analyzer itself. The other migrations are analysed all the same.");

    public static readonly DiagnosticDescriptor InvalidConfiguration = Create(
        "PHM9005", Analysis, DiagnosticSeverity.Warning,
        "Invalid configuration",
        "'{0}' has no effect: {1}",
        "A key that is misspelt, or a value that a key does not take, leaves the analysis as it is without it.",
        // Reported when all files have been seen: once, whichever of them the key reaches.
        tags: WellKnownDiagnosticTags.CompilationEnd);
}
