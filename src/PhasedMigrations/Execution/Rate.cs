namespace PhasedMigrations.Execution;

/// <summary>How fast a step comes along and how long the rest takes, over the last half minute: what was held up in between counts too.</summary>
internal sealed class Rate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1000);
    private readonly Queue<(long At, long Done)> _reports = new();
    private (long At, long Done) _last;

    /// <summary>Units a second; null until two reports tell.</summary>
    public double? PerSecond { get; private set; }

    /// <param name="done">How many units are done by now.</param>
    public void Record(long done)
    {
        // The next phase of an index build counts from zero.
        if (done < _last.Done)
            _reports.Clear();
        _last = (time.GetTimestamp(), done);
        _reports.Enqueue(_last);
        while (_reports.Count > 2 && time.GetElapsedTime(_reports.Peek().At, _last.At) > Window)
            _reports.Dequeue();

        var first = _reports.Peek();
        var elapsed = time.GetElapsedTime(first.At, _last.At);
        PerSecond = elapsed > TimeSpan.Zero && _last.Done > first.Done ? (_last.Done - first.Done) / elapsed.TotalSeconds : null;
    }

    /// <summary>How long the rest takes at this rate; null when that cannot be told, as without a total.</summary>
    public TimeSpan? Left(long? total) => PerSecond is { } rate && total is { } all ? Left(_last.Done, all, rate) : null;

    /// <summary>How long the rest takes at a known rate.</summary>
    public static TimeSpan? Left(long done, long total, double perSecond) =>
        total > 0 && perSecond > 0 && Math.Max(0, total - done) / perSecond is var seconds && seconds < Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
