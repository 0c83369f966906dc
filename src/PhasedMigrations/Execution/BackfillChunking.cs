namespace PhasedMigrations;

/// <summary>How a backfill cuts its table into the ranges that are updated one after the other.</summary>
public enum BackfillChunking
{
    /// <summary>Pages where they are possible and safe, else the key. <c>phased plan</c> says which and why.</summary>
    Automatic,

    /// <summary>By pages, or refuse: the fastest, needs no key, and a condition that is false once a row is done.</summary>
    PageWindows,

    /// <summary>Along the primary key or a unique index over NOT NULL columns.</summary>
    KeyRanges,

    /// <summary>
    /// Along a key of one integer column, in <see cref="PhasedRunnerOptions.ModuloPartitions"/> passes: first the rows with <c>key % n = 0</c>, and
    /// so on. Spreads the work over the whole table; each pass reads all of it.
    /// </summary>
    Modulo,

    /// <summary>
    /// Along <see cref="PhasedRunnerOptions.TimeColumn"/>, which an index begins with, and the key; rows without a time come last. The column
    /// must not change meanwhile.
    /// </summary>
    TimeRanges,
}
