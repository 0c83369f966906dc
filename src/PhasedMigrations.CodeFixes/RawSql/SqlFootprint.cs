using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>What a statement of raw SQL touches, in the words of EF Core's operations.</summary>
internal static class SqlFootprint
{
    public static Footprint Of(CreateIndexStatement index) => new(
        "CreateIndex", index.Table, Columns(index), index.Name, index.IsUnique, Principal: null);

    public static Footprint Of(AlterTableStatement alter, ForeignKeyConstraint key) => new(
        "AddForeignKey", alter.Table, Known(key.Columns), key.Name, IsUnique: false, key.PrincipalTable);

    /// <summary>A constraint of which nothing is known but its name: it may be over any column, and refer to any table.</summary>
    public static Footprint OfConstraint(TableName? table, string? name) => new("AddForeignKey", table, Columns: null, name, IsUnique: false, Principal: null);

    public static Footprint OfNotNull(TableName table, string column) =>
        new("SetNotNull", table, [column], Name: null, IsUnique: false, Principal: null);

    public static Footprint Of(UpdateStatement update) => new(
        "Backfill", update.Table, Known(update.Assignments.Select(assignment => assignment.Column)), Name: null, IsUnique: false, Principal: null);

    public static Footprint Of(DeleteStatement delete) => new("DeleteRows", delete.Table, Columns: null, Name: null, IsUnique: false, Principal: null);

    private static string[]? Columns(CreateIndexStatement index) => index.Predicate is null
        ? Known(index.Elements.Concat(index.Included).Select(element => element.Column))
        : null;

    private static string[]? Known(IEnumerable<string?> names)
    {
        var all = names.ToArray();
        var known = all.OfType<string>().ToArray();
        return known.Length == all.Length ? known : null;
    }
}
