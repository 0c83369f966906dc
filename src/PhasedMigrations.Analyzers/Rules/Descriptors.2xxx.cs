using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Rules;

internal static partial class Descriptors
{
    private const string Indexes = "Indexes";

    public static readonly DiagnosticDescriptor IndexBlocksWrites = Create(
        "PHM2001", Indexes, DiagnosticSeverity.Warning,
        "Index creation blocks writes",
        "Creating {0} blocks writes to {1} until every row is indexed; create it concurrently",
        "CREATE INDEX holds a SHARE lock on the table for the whole build: reads go on, every INSERT, UPDATE and DELETE waits.");
}
