namespace PhasedMigrations.Backfill.Pacing;

/// <summary>How many workers may work, by the load. After a change it waits, so that the change can be seen in the load before the next.</summary>
internal sealed class WorkerCount(TimeProvider time)
{
    public static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(15);
    private int _fewer;
    private long? _changedAt;

    /// <param name="wanted">How many options or an operator ask for.</param>
    public int Count(int wanted) => Math.Max(1, wanted - _fewer);

    /// <summary>Called once for each look at the load.</summary>
    public void Adapt(double load, int wanted)
    {
        if (_changedAt is { } changedAt && time.GetElapsedTime(changedAt) < CoolDown)
            return;
        var now = Count(wanted);
        var next = load switch
        {
            >= LoadZone.Halve => Math.Max(1, now / 2),
            >= LoadZone.Slower => Math.Max(1, now - 1),
            < LoadZone.Faster => Math.Min(wanted, now + 1),
            _ => now,
        };
        if (next == now)
            return;
        _fewer = wanted - next;
        _changedAt = time.GetTimestamp();
    }
}
