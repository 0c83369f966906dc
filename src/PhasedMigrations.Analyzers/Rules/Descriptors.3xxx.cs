using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Rules;

internal static partial class Descriptors
{
    private const string Constraints = "Constraints";

    public static readonly DiagnosticDescriptor ForeignKeyValidatedUnderLock = Create(
        "PHM3001", Constraints, DiagnosticSeverity.Warning,
        "Foreign key validated under lock",
        "Adding {0} blocks writes to {1} until every row of {2} is checked; add it NOT VALID and validate it afterwards",
        "ADD FOREIGN KEY holds a SHARE ROW EXCLUSIVE lock on both tables while it checks every existing row.");
}
