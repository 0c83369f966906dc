namespace PhasedMigrations.Execution;

/// <summary>Growing, jittered pauses between attempts, up to a total.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = first;

    public int Attempts { get; private set; } = 1;

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <returns>False when the total is used up.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (Elapsed >= limit)
            return false;
        // Between half and one and a half: processes that failed together come back apart.
        await Task.Delay(_next * (0.5 + Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(false);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        Attempts++;
        return true;
    }
}
