namespace PhasedMigrations.Backfill;

/// <summary>With which batches a backfill begins, before it has measured anything: the larger the table, the longer it takes and the less it may ask for.</summary>
/// <param name="Rows">Of the first batches.</param>
/// <param name="Pause">Between batches at the gentle pace.</param>
internal readonly record struct StartingPace(int Rows, TimeSpan Pause)
{
    public static StartingPace For(long rows) => rows switch
    {
        < 10_000_000 => new(10_000, TimeSpan.FromMilliseconds(100)),
        < 100_000_000 => new(5_000, TimeSpan.FromMilliseconds(200)),
        < 1_000_000_000 => new(1_000, TimeSpan.FromMilliseconds(500)),
        _ => new(500, TimeSpan.FromSeconds(1)),
    };
}
