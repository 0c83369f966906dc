namespace PhasedMigrations;

/// <summary>How hard a backfill works.</summary>
public enum BackfillPace
{
    /// <summary>One batch after the other, each worker.</summary>
    Full,

    /// <summary>With a pause after each batch that grows with the table: 100 milliseconds up to 10 million rows, 200 up to 100 million, 500 up to a billion, then a second.</summary>
    Gentle,
}
