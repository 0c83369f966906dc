using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>Which strategy suits a backfill: pages wherever they are both possible and safe, else the key.</summary>
internal static class StrategyChoice
{
    // TID range scans; before, each window would read the whole table.
    public const int FirstVersionWithPages = 14;

    /// <param name="backfill">What is done to each row.</param>
    /// <param name="table">Where.</param>
    /// <param name="version">The server's major version.</param>
    /// <param name="wanted">What the user asks for.</param>
    /// <param name="isFilledByTrigger">A fill trigger does the same to every row that running code writes.</param>
    /// <exception cref="UnsupportedTableException">The table cannot be cut, or not in the way that was asked for.</exception>
    public static ChunkStrategy For(BackfillOperation backfill, TableFacts table, int version, BackfillChunking wanted, bool isFilledByTrigger)
    {
        if (wanted == BackfillChunking.KeyRanges)
            return new KeyRanges(KeyRange.Of(table), "asked for");
        var marker = DoneMarker.Find(backfill.Set, backfill.Where);
        if (Obstacle(backfill, table, version, marker) is { } obstacle)
            return wanted == BackfillChunking.PageWindows
                ? throw new UnsupportedTableException($"The backfill of {table.DisplayName} cannot be cut by pages: {obstacle}.")
                : new KeyRanges(KeyOrThrow(table, obstacle), obstacle);
        var isIndexed = SetClause.Parse(backfill.Set).Any(assignment => table.IndexedColumns.Contains(assignment.Column));
        return new PageWindows(
            marker!,
            IsSwept: !isFilledByTrigger,
            IsStriped: !isIndexed,
            KeyRange.TryOf(table),
            wanted == BackfillChunking.PageWindows ? "asked for" : $"the table is a heap, and {marker!.Column} tells which rows are done");
    }

    private static string? Obstacle(BackfillOperation backfill, TableFacts table, int version, DoneMarker? marker)
    {
        if (version < FirstVersionWithPages)
            return "the server is older than PostgreSQL 14";
        if (!table.IsHeap)
            return "not every part of the table is stored as a heap";
        if (!table.CanUpdateLeaves)
            return "the role may update the table only as a whole, not its partitions";
        if (SetClause.Parse(backfill.Set).FirstOrDefault(assignment => table.PartitionColumns.Contains(assignment.Column)) is { } moves)
            return $"setting {moves.Column} moves rows between partitions";
        // A row that the application moves may be met twice, or not at all and then only by its own state be found again.
        return marker is null ? "its condition does not say which rows are done, so a row that moves could be missed or changed twice" : null;
    }

    private static KeyRange KeyOrThrow(TableFacts table, string obstacle)
    {
        try
        {
            return KeyRange.Of(table);
        }
        catch (UnsupportedTableException e)
        {
            throw new UnsupportedTableException($"{e.Message} It cannot be cut by pages either: {obstacle}; a where such as column IS NULL would help.", e);
        }
    }
}
