using PhasedMigrations.Model;
using PhasedMigrations.Sql.Operations;

namespace PhasedMigrations.Readers;

/// <summary>
/// What raw SQL makes, renames and drops, so that a table it made counts as new. What else it does to tables the rules do not judge yet:
/// a SET NOT NULL behind a validated CHECK, for one, needs history that knows constraints.
/// </summary>
internal static class RawTables
{
    public static IEnumerable<Operation> In(string sql) => SqlOperations.Read(sql).Operations
        .Select(located => located.Operation)
        .Where(operation => operation is CreateTable or RenameTable or DropTable);
}
