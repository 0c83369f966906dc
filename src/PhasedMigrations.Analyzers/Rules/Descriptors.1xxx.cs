using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Rules;

internal static partial class Descriptors
{
    private const string Columns = "Columns";

    public static readonly DiagnosticDescriptor RequiredColumnWithoutDefault = Create(
        "PHM1001", Columns, DiagnosticSeverity.Warning,
        "Required column without a default",
        "Adding {0} to {1} fails as soon as the table holds a row; give the existing rows a value first",
        "PostgreSQL refuses ADD COLUMN … NOT NULL without a default on a table that holds rows, and running code that does not know the column fails to insert.");

    public static readonly DiagnosticDescriptor SetNotNullScan = Create(
        "PHM1007", Columns, DiagnosticSeverity.Warning,
        "SET NOT NULL scans the table",
        "Making {0} required blocks reads and writes of {1} until every row is checked; prove it with a validated CHECK constraint first",
        "SET NOT NULL reads the whole table under an ACCESS EXCLUSIVE lock, unless a validated CHECK constraint already proves that no row is NULL.");

    public static readonly DiagnosticDescriptor HiddenFullTableUpdate = Create(
        "PHM1008", Columns, DiagnosticSeverity.Warning,
        "Hidden full-table update",
        "{0} updates every NULL row of {1} in one transaction and {2}; backfill in batches first",
        "EF Core runs UPDATE … SET column = default WHERE column IS NULL over the whole table in the transaction of the migration, then SET NOT NULL scans it under an ACCESS EXCLUSIVE lock. FluentMigrator does the same for SetExistingRowsTo, while ADD COLUMN holds that lock already.");
}
