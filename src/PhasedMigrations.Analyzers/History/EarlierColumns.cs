using PhasedMigrations.Model;
using PhasedMigrations.Readers;

namespace PhasedMigrations.History;

/// <summary>
/// What was done to a column before. Branches that were merged make the same change twice, each against its own snapshot: the
/// second time there is nothing left to do (bitwarden/server has a migration of twenty such columns). FluentMigrator repeats a
/// column's whole definition when anything of it changes.
/// </summary>
/// <param name="earlier">The migrations that ran before, the latest first.</param>
/// <param name="operationsOf">The operations of an earlier migration's Up.</param>
internal sealed class EarlierColumns(Lazy<IReadOnlyList<Migration>> earlier, Func<Migration, IReadOnlyList<Operation>> operationsOf)
{
    /// <summary>The operation as the database meets it: what has been done is not done again.</summary>
    /// <param name="before">What the same migration has done so far.</param>
    public Operation AsApplied(Operation operation, IReadOnlyList<Operation> before) =>
        operation is AlterColumn { BecomesRequired: true, Table: { } table, Column: { } column } alter && IsRequired(table, column, before)
            ? alter with { BecomesRequired = false }
            : operation;

    private bool IsRequired(TableName table, string column, IReadOnlyList<Operation> before)
    {
        var trace = new ColumnTrace(table, column);
        trace.Back(before);
        foreach (var migration in earlier.Value)
        {
            if (trace.IsSettled)
                break;
            if (migration.MayConcern(trace.Table))
                trace.Back(operationsOf(migration));
        }

        return trace.IsRequired;
    }
}
