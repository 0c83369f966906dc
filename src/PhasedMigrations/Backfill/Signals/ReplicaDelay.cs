using Npgsql;
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
        try
        {
            await using var connection = await replica.DataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var (isReplica, shown) = (await connection.QueryAsync(
                """
                SELECT pg_is_in_recovery(), (
                    SELECT r.seen_at FROM phased.runners r WHERE r.owner = $1 AND r.migration_id = $2 AND r.started_at >= $3)
                """,
                [row.Owner, row.Migration, row.FirstSeen], reader => (reader.GetBoolean(0), reader.Nullable<DateTime?>(1)), cancellationToken)
                .ConfigureAwait(false))[0];
            // The primary shows every sign of life at once, and would make any replica look as if it kept up.
            return isReplica ? shown : throw new UnreadableSignalException($"{replica.Name} leads to a server that is no replica but a primary");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // One that is late gets it.
            throw new UnreadableSignalException($"the replica {replica.Name} has no schema phased in that database, or not yet", e);
        }
        // A right that is missing is for somebody to grant; all else may pass.
        catch (NpgsqlException e) when (ServerErrors.SqlState(e) != PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new UnreadableSignalException($"the replica {replica.Name} does not answer: {ServerErrors.Describe(e)}", e);
        }
    }
}
