using PhasedMigrations.Model;
using PhasedMigrations.Sql.Operations;

namespace PhasedMigrations.Readers;

/// <summary>
/// What history has to know of raw SQL: the tables it makes, renames and drops, the columns it makes required. The rules do not judge
/// raw SQL yet: a SET NOT NULL behind a validated CHECK, for one, needs history that knows constraints.
/// </summary>
internal static class RawSql
{
    public static IEnumerable<Operation> Read(string sql)
    {
        foreach (var located in SqlOperations.Read(sql).Operations)
        {
            switch (located.Operation)
            {
                case CreateTable or RenameTable or DropTable:
                    yield return located.Operation;
                    break;
                case AlterColumn { BecomesRequired: true } column:
                    yield return new RequireColumn(column.Table, column.Column);
                    break;
            }
        }
    }
}
