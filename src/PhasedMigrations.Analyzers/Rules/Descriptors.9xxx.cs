using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Rules;

internal static partial class Descriptors
{
    private const string Analysis = "Analysis";

    public static readonly DiagnosticDescriptor AnalysisFailed = Create(
        "PHM9004", Analysis, DiagnosticSeverity.Warning,
        "The analyzer failed here: please report",
        "The migration '{0}' was not analysed: {1}; please report it to the PhasedMigrations project with the source of this class",
        "An error of the analyzer itself. The other migrations are analysed all the same.");
}
