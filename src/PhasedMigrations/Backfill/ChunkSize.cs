namespace PhasedMigrations.Backfill;

/// <summary>
/// How many rows the next chunk takes, from the server time of the chunks before: nine of ten should stay below the target. Only chunks of
/// the current size count, so that a change is judged by its own effect.
/// </summary>
internal sealed class ChunkSize(int initial, TimeSpan target)
{
    public const int Floor = 50;
    public const int Ceiling = 10_000;
    private const int Window = 10;
    private const double MostShrink = 0.2;
    private const double MostGrowth = 1.5;
    private const double PanicFactor = 5;
    private readonly List<double> _milliseconds = [];

    public int Current { get; private set; } = initial;

    public void Record(int size, double milliseconds)
    {
        if (size != Current)
            return;
        if (milliseconds > PanicFactor * target.TotalMilliseconds)
        {
            Change(Current / 10.0);
            return;
        }

        _milliseconds.Add(milliseconds);
        if (_milliseconds.Count < Window)
            return;
        var p90 = _milliseconds.Order().ElementAt(Window * 9 / 10 - 1);
        Change(Current * Math.Clamp(target.TotalMilliseconds / Math.Max(p90, 0.01), MostShrink, MostGrowth));
    }

    private void Change(double rows)
    {
        Current = (int)Math.Clamp(rows, Floor, Ceiling);
        _milliseconds.Clear();
    }
}
