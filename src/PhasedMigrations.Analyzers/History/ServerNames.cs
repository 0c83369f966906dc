using System.Text;
using PhasedMigrations.Model;

namespace PhasedMigrations.History;

/// <summary>
/// The name that PostgreSQL gives to a constraint or index without one, as long as no other has it (indexcmds.c, ChooseIndexName;
/// tablecmds.c, ChooseForeignKeyConstraintNameAddition; heap.c for CHECK and, since 18, NOT NULL).
/// </summary>
internal static class ServerNames
{
    private const int MaximumBytes = 63;

    /// <summary>Null where the name is not certain.</summary>
    public static string? Of(string table, TableConstraint constraint)
    {
        var columns = constraint.Columns;
        if (columns.Any(column => column is null))
            return null;
        var name = constraint.Kind switch
        {
            ConstraintKind.PrimaryKey => $"{table}_pkey",
            ConstraintKind.Check => columns.Count == 1 ? $"{table}_{columns[0]}_check" : $"{table}_check",
            ConstraintKind.Unique => Joined("key"),
            ConstraintKind.ForeignKey => Joined("fkey"),
            ConstraintKind.NotNull => Joined("not_null"),
            _ => null,
        };
        // Longer names are cut in the middle, by an art of its own.
        return name is not null && Encoding.UTF8.GetByteCount(name) <= MaximumBytes ? name : null;

        string? Joined(string ending) => columns.Count == 0 ? null : $"{table}_{string.Join("_", columns)}_{ending}";
    }
}
