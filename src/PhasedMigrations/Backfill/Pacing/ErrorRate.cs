namespace PhasedMigrations.Backfill.Pacing;

/// <summary>How many of the batches of the last minute failed and were tried again.</summary>
internal sealed class ErrorRate(TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    // One lost connection among a few batches says nothing.
    public const int Enough = 200;
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);
    private readonly Queue<Second> _seconds = new();
    private Second? _current;

    /// <summary>Null while there were too few.</summary>
    public double? Percent
    {
        get
        {
            Forget();
            var attempts = _seconds.Sum(second => second.Attempts);
            return attempts < Enough ? null : 100.0 * _seconds.Sum(second => second.Failures) / attempts;
        }
    }

    public void Record(bool failed)
    {
        if (_current is null || time.GetElapsedTime(_current.Begin) >= Resolution)
        {
            Forget();
            _seconds.Enqueue(_current = new(time.GetTimestamp()));
        }

        _current.Attempts++;
        _current.Failures += failed ? 1 : 0;
    }

    private void Forget()
    {
        while (_seconds.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Begin) > Window)
            _seconds.Dequeue();
    }

    private sealed class Second(long begin)
    {
        public long Begin => begin;

        public int Attempts { get; set; }

        public int Failures { get; set; }
    }
}
