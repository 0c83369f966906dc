namespace PhasedMigrations.Tool.Running;

/// <summary>How fast a step comes along and how long the rest takes, from the reports of the last half minute.</summary>
internal sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly Queue<(long At, long Done)> _reports = new();
    private (long At, long Done) _last;

    /// <summary>Units a second; null until two reports tell.</summary>
    public double? PerSecond { get; private set; }

    public void Report(long done)
    {
        _last = (time.GetTimestamp(), done);
        _reports.Enqueue(_last);
        while (_reports.Count > 2 && time.GetElapsedTime(_reports.Peek().At, _last.At) > Window)
            _reports.Dequeue();

        var first = _reports.Peek();
        var elapsed = time.GetElapsedTime(first.At, _last.At);
        PerSecond = elapsed > TimeSpan.Zero && _last.Done > first.Done ? (_last.Done - first.Done) / elapsed.TotalSeconds : null;
    }

    /// <summary>How long the rest takes at this pace; null when that cannot be told, as without a total.</summary>
    public TimeSpan? Left(long? total)
    {
        if (PerSecond is not { } perSecond || total is not ({ } all and > 0))
            return null;
        var seconds = Math.Max(0, all - _last.Done) / perSecond;
        return seconds < TimeSpan.FromDays(1000).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
