using PhasedMigrations.Load;

namespace PhasedMigrations.BackfillBench.Latency;

/// <summary>What the clients noticed of one method, from its beginning to its end, in milliseconds from when each transaction was due.</summary>
/// <param name="Failed">Transactions that failed, and those that were never sent.</param>
/// <param name="Seconds">How long the method took.</param>
internal sealed record Impact(double P50, double P99, double P999, double Longest, long Transactions, long Failed, double Seconds)
{
    public static Impact Of(LatencyHistogram latencies, long failed, double seconds) => new(
        latencies.Percentile(50).TotalMilliseconds,
        latencies.Percentile(99).TotalMilliseconds,
        latencies.Percentile(99.9).TotalMilliseconds,
        latencies.Max.TotalMilliseconds,
        latencies.Count,
        failed,
        seconds);

    /// <summary>Of each figure; failures are added up.</summary>
    public static Impact MedianOf(IReadOnlyList<Impact> rounds) => new(
        Median.Of(rounds.Select(round => round.P50)),
        Median.Of(rounds.Select(round => round.P99)),
        Median.Of(rounds.Select(round => round.P999)),
        Median.Of(rounds.Select(round => round.Longest)),
        (long)Median.Of(rounds.Select(round => (double)round.Transactions)),
        rounds.Sum(round => round.Failed),
        Median.Of(rounds.Select(round => round.Seconds)));
}
