using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>
/// How old the newest sign of life is that the slowest replica shows, compared with the newest on the primary. It is right also when nothing else is
/// written, and clocks that differ do not matter: both times are the primary's.
/// </summary>
internal sealed class ReplicaDelay(SignalLimits limits, IReadOnlyList<ReplicaSource> replicas, RunnerRow row) : ILoadSignal
{
    public string Name => LoadSignals.ReplicaDelay;

    public string Unit => "s";

    public SignalLimits Limits => limits;

    public async ValueTask<SignalReading> ReadAsync(SignalContext context, CancellationToken cancellationToken)
    {
        var (first, last) = (row.FirstSeen, row.LastSeen);
        var delays = await Task.WhenAll(replicas.Select(async replica =>
        {
            // One that does not show even the first sign is at least as late as that is old.
            var shown = await ShownAsync(replica, cancellationToken).ConfigureAwait(false) ?? first;
            return (replica.Name, Seconds: Math.Max(0, (last - shown).TotalSeconds));
        })).ConfigureAwait(false);
        var slowest = delays.MaxBy(delay => delay.Seconds);
        return new(slowest.Seconds, $"replica {slowest.Name}");
    }

    private async Task<DateTime?> ShownAsync(ReplicaSource replica, CancellationToken cancellationToken)
    {
        await using var connection = await replica.DataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await connection.ScalarAsync<DateTime?>(
            "SELECT seen_at FROM phased.runners WHERE owner = $1 AND migration_id = $2 AND started_at >= $3",
            [row.Owner, row.Migration, row.FirstSeen], cancellationToken).ConfigureAwait(false);
    }
}
