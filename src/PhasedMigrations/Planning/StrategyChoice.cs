using PhasedMigrations.Planning.Work;

namespace PhasedMigrations.Planning;

/// <summary>Which strategy suits a kind of work: pages wherever they are both possible and safe, else the key.</summary>
internal static class StrategyChoice
{
    // TID range scans; before, each window would read the whole table.
    public const int FirstVersionWithPages = 14;

    /// <param name="work">What is done to each row.</param>
    /// <param name="table">Where.</param>
    /// <param name="version">The server's major version.</param>
    /// <param name="wish">What the user asks for.</param>
    /// <exception cref="UnsupportedTableException">The table cannot be cut, or not in the way that was asked for.</exception>
    public static ChunkStrategy For(BulkWork work, TableFacts table, int version, ChunkingWish wish)
    {
        const string AskedFor = "asked for";
        var wanted = wish.Chunking;
        if (work is TransformWork transform)
            return wanted is BackfillChunking.Automatic or BackfillChunking.KeyRanges
                ? new KeyRanges(transform.Key, TransformWork.KeyReason)
                : throw new UnsupportedTableException($"The {work.Noun} of {table.DisplayName} goes along the key only: {TransformWork.KeyReason}.");
        switch (wanted)
        {
            case BackfillChunking.KeyRanges:
                return new KeyRanges(KeyRange.Of(table), AskedFor);
            case BackfillChunking.Modulo:
                return ModuloRanges.Of(table, wish.Partitions, AskedFor);
            case BackfillChunking.TimeRanges:
                return TimeRanges.Of(table, wish.TimeColumn!, AskedFor);
        }

        var pages = AlongPages(work, table, version);
        if (pages.Obstacle is { } obstacle)
            return wanted == BackfillChunking.PageWindows
                ? throw new UnsupportedTableException($"The {work.Noun} of {table.DisplayName} cannot be cut by pages: {obstacle}.")
                : new KeyRanges(KeyOrThrow(table, obstacle), obstacle);
        return new PageWindows(
            pages.Pending,
            pages.IsSwept,
            pages.WholeBecause,
            KeyRange.TryOf(table),
            wanted == BackfillChunking.PageWindows ? AskedFor : $"the table is a heap, and {pages.Reason}");
    }

    private static PageFitness AlongPages(BulkWork work, TableFacts table, int version)
    {
        if (version < FirstVersionWithPages)
            return PageFitness.No("the server is older than PostgreSQL 14");
        return table.IsHeap ? work.AlongPages(table) : PageFitness.No("not every part of the table is stored as a heap");
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
