namespace PhasedMigrations.Backfill;

/// <summary>
/// How large the next chunk is, in rows or pages, from the server time of the chunks before: nine of ten should stay below the target. Only
/// chunks of the current size count, so that a change is judged by its own effect.
/// </summary>
internal sealed class ChunkSize(int initial, TimeSpan target, int floor, int ceiling)
{
    public const int RowFloor = 50;
    public const int RowCeiling = 10_000;
    public const long WalCeiling = 8 * 1024 * 1024;
    private const int Window = 10;
    private const double MostShrink = 0.2;
    private const double MostGrowth = 1.5;
    private const double PanicFactor = 5;
    private readonly List<(double Milliseconds, long Rows, long WalBytes)> _samples = [];

    public int Current { get; private set; } = Math.Clamp(initial, floor, ceiling);

    public void Record(int size, double milliseconds, long rows = 0, long walBytes = 0)
    {
        if (size != Current)
            return;
        if (milliseconds > PanicFactor * target.TotalMilliseconds)
        {
            Change(Current / 10.0);
            return;
        }

        _samples.Add((milliseconds, rows, walBytes));
        var most = Most();
        // Above a limit there is no need to wait for more of the same.
        if (most < 1)
            Change(Current * Math.Max(most, MostShrink));
        else if (_samples.Count == Window)
        {
            var p90 = _samples.Select(sample => sample.Milliseconds).Order().ElementAt(Window * 9 / 10 - 1);
            Change(Current * Math.Min(most, Math.Clamp(target.TotalMilliseconds / Math.Max(p90, 0.01), MostShrink, MostGrowth)));
        }
    }

    // By which factor the size may grow until rows or WAL reach their limit.
    private double Most()
    {
        var rows = _samples.Max(sample => sample.Rows);
        var wal = _samples.Average(sample => sample.WalBytes);
        return Math.Min((double)RowCeiling / Math.Max(rows, 1), WalCeiling / Math.Max(wal, 1));
    }

    private void Change(double size)
    {
        Current = (int)Math.Clamp(size, floor, ceiling);
        _samples.Clear();
    }
}
