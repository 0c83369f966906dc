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

    public static readonly DiagnosticDescriptor AnalysisFailed = Create(
        "PHM9004", Analysis, DiagnosticSeverity.Warning,
        "The analyzer failed here: please report",
        "The migration '{0}' was not analysed: {1}; please report it to the PhasedMigrations project with the source of this class",
        "An error of the analyzer itself. The other migrations are analysed all the same.");
}
