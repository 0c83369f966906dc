using PhasedMigrations.Model;
using PhasedMigrations.Readers;

namespace PhasedMigrations.History;

/// <summary>
/// What earlier migrations did to a column. Branches that were merged make the same change twice, each against its own snapshot:
/// the second time there is nothing left to do (bitwarden/server has a migration of twenty such columns).
/// </summary>
/// <param name="earlier">The migrations that ran before, the latest first.</param>
/// <param name="operationsOf">The operations of an earlier migration's Up.</param>
internal sealed class EarlierColumns(Lazy<IReadOnlyList<Migration>> earlier, Func<Migration, IEnumerable<Operation>> operationsOf)
{
    /// <summary>The operation as the database meets it: what an earlier migration has done is not done again.</summary>
    public Operation AsApplied(Operation operation) =>
        operation is AlterColumn { BecomesRequired: true, Table: { } table, Column: { } column } alter && IsRequired(table, column)
            ? alter with { BecomesRequired = false }
            : operation;

    private bool IsRequired(TableName table, string column)
    {
        foreach (var migration in earlier.Value)
        {
            if (!Mentions(migration, table))
                continue;

            var last = operationsOf(migration).LastOrDefault(operation => Touches(operation, table, column));
            if (last is not null)
                return last is AlterColumn { IsRequired: true } or AddColumn { IsRequired: true };
        }

        return false;
    }

    /// <summary>By text, so that migrations of other tables are not read.</summary>
    private static bool Mentions(Migration migration, TableName table) =>
        migration.OwnParts.Any(part => part.ToString().IndexOf(table.Name, StringComparison.Ordinal) >= 0);

    /// <summary>The operation settles what the column is, or makes it unknown.</summary>
    private static bool Touches(Operation operation, TableName table, string column) => operation switch
    {
        AlterColumn alter => Is(alter.Table, table) && MayBe(alter.Column, column),
        AddColumn add => Is(add.Table, table) && MayBe(add.Column, column),
        RenameColumn rename => Is(rename.Table, table) && (MayBe(rename.Column, column) || MayBe(rename.NewName, column)),
        CreateTable create => Is(create.Table, table),
        DropTable drop => Is(drop.Table, table),
        RenameTable rename => Is(rename.Table, table) || Is(rename.NewTable, table),
        _ => false,
    };

    private static bool Is(TableName? name, TableName table) => name is not { } known || known.MayBe(table);

    private static bool MayBe(string? name, string column) => name is null || name == column;
}
