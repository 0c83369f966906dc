using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning.Work;

/// <summary>Changes columns of the rows in place: <c>UPDATE … SET</c>.</summary>
/// <param name="Backfill">What the user asked for, or what an operation needs.</param>
/// <param name="IsFilledByTrigger">A fill trigger does the same to every row that running code writes.</param>
internal sealed record UpdateWork(BackfillOperation Backfill, bool IsFilledByTrigger) : SqlWork
{
    public override string Noun => "backfill";

    public override string Wanted => $"SET {Backfill.Set}";

    public override BatchSql Batch(string target, string? range, string? pending = null)
    {
        var condition = Conditions.Join(range, pending ?? Backfill.Where);
        return new(null, $"UPDATE {target} SET {Backfill.Set}{(condition is null ? "" : $"\nWHERE {condition}")}");
    }

    public override PageFitness AlongPages(TableFacts table)
    {
        var assignments = SetClause.Parse(Backfill.Set);
        if (!table.CanUpdateLeaves)
            return PageFitness.No("the role may update the table only as a whole, not its partitions");
        if (assignments.FirstOrDefault(assignment => table.PartitionColumns.Contains(assignment.Column)) is { } moves)
            return PageFitness.No($"setting {moves.Column} moves rows between partitions");
        // A row that the application moves may be met twice, or not at all and then only by its own state be found again.
        if (DoneMarker.Find(Backfill.Set, Backfill.Where) is not { } marker)
            return PageFitness.No("its condition does not say which rows are done, so a row that moves could be missed or changed twice");
        return new(
            Obstacle: null,
            $"{marker.Column} tells which rows are done",
            marker.Pending,
            IsSwept: !IsFilledByTrigger,
            assignments.Any(assignment => table.IndexedColumns.Contains(assignment.Column)) ? "an assigned column is indexed" : null);
    }
}
