namespace PhasedMigrations.Load;

/// <summary>What the clients saw.</summary>
/// <param name="Duration">From the first scheduled request, or the end of the warm-up, to the end of the last.</param>
/// <param name="Scheduled">Requests that were due in that time: completed + failed + shed.</param>
/// <param name="Completed">Requests that ended well.</param>
/// <param name="Shed">Requests never sent because <see cref="LoadOptions.QueueLimit"/> was reached: above zero, the latencies are too good.</param>
/// <param name="Failures">Failed requests by SqlState (or by the exception's name where the server gave none).</param>
/// <param name="Latencies">Of completed and failed requests, each from its scheduled start.</param>
/// <param name="LongestStall">The request that took longest; null when there was none.</param>
public sealed record LoadReport(
    TimeSpan Duration,
    long Scheduled,
    long Completed,
    long Shed,
    IReadOnlyDictionary<string, LoadFailure> Failures,
    LatencyHistogram Latencies,
    Stall? LongestStall)
{
    public long Failed => Failures.Values.Sum(failure => failure.Count);
}

/// <param name="Count">How many requests failed this way.</param>
/// <param name="FirstMessage">The first one's message.</param>
public sealed record LoadFailure(long Count, string FirstMessage);

/// <param name="Transaction">The name of the stalled request's transaction.</param>
/// <param name="Start">When it was due, from the start of the load or the end of its warm-up.</param>
/// <param name="Latency">How long after that it ended.</param>
public sealed record Stall(string Transaction, TimeSpan Start, TimeSpan Latency);
