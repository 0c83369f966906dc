using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning.Work;

/// <summary>Deletes rows, or moves them into another table in the same statement: then each is in exactly one of the two at any moment.</summary>
/// <param name="Delete">What the user asked for.</param>
/// <param name="Table">The table, for messages.</param>
/// <param name="Archive">Where the rows go; null means nowhere.</param>
internal sealed record DeleteWork(DeleteRowsOperation Delete, string Table, ArchiveTarget? Archive) : SqlWork
{
    public override string Noun => Archive is null ? "deletion" : "archiving";

    public override string Wanted => $"WHERE {Delete.Where}";

    public override BatchSql Batch(string target, string? range, string? pending = null)
    {
        var delete = $"DELETE FROM {target}\nWHERE {Conditions.Join(range, pending ?? Delete.Where)}";
        return Archive is null
            ? new(null, delete)
            : new(
                $"""
                 phased_moved AS (
                 {delete}
                 RETURNING {Archive.Columns}),
                 phased_archived AS (
                 INSERT INTO {Archive.Table} ({Archive.Columns}) OVERRIDING SYSTEM VALUE
                 SELECT {Archive.Columns} FROM phased_moved)
                 """,
                // What is gone is counted, whatever the archive makes of it.
                "SELECT 1 FROM phased_moved");
    }

    public override string? Guard(string relation) => Archive is null
        ? null
        : $"SELECT phased.require_columns({Quote.Literal(relation)}::regclass, ARRAY[{string.Join(", ", Archive.Known.Select(Quote.Literal))}]::text[])";

    // What is gone cannot be met twice; what the application moves the sweep finds.
    public override PageFitness AlongPages(TableFacts table) => table.CanDeleteLeaves
        ? new(Obstacle: null, "a row that is gone is not met again", Delete.Where, IsSwept: true, "what is deleted needs no room")
        : PageFitness.No("the role may delete from the table only as a whole, not from its partitions");
}

/// <summary>The table that deleted rows are moved to.</summary>
/// <param name="Table">Quoted.</param>
/// <param name="Columns">The columns that are moved, quoted.</param>
/// <param name="Known">All columns that the source had when this was planned. Rows with others would lose values.</param>
internal sealed record ArchiveTarget(string Table, string Columns, IReadOnlyList<string> Known)
{
    /// <exception cref="UnsupportedTableException">The archive has no place for a column.</exception>
    public static ArchiveTarget Of(TableFacts source, TableFacts archive)
    {
        if (source.Columns.FirstOrDefault(column => archive.FindColumn(column.Name) is null) is { } lost)
            throw new UnsupportedTableException(
                $"The rows of {source.DisplayName} cannot be moved to {archive.DisplayName}: it has no column {Quote.Identifier(lost.Name)}, "
                + "whose values would be lost. Add the column there, then run again.");
        // The archive computes its generated columns itself.
        var moved = source.Columns.Select(column => column.Name).Where(name => !archive.Column(name).IsGenerated);
        return new(archive.QuotedName, Quote.Identifiers(moved), [.. source.Columns.Select(column => column.Name)]);
    }
}
