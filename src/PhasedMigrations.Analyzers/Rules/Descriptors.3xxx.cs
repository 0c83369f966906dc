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

    public static readonly DiagnosticDescriptor ValidatedUnderLock = Create(
        "PHM3006", Constraints, DiagnosticSeverity.Warning,
        "Constraint validated in the transaction that added it",
        "Validating {0} blocks {2} of {1} until every row is checked, because its transaction has locked the table before; validate it in a migration of its own",
        "VALIDATE CONSTRAINT lets reads and writes through, but the lock of ADD CONSTRAINT … NOT VALID, or of another statement before it, is held until the transaction ends.");
}
