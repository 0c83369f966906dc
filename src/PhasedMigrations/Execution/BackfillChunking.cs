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
}
