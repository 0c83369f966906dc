using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>
/// The row of this process in phased.runners: who works, at what pace, what holds it back. Its writing is also our own measure of how long a commit
/// takes, and on replicas it is the heartbeat.
/// </summary>
internal sealed class RunnerRow(string owner, long migration)
{
    public string Owner => owner;

    public long Migration => migration;

    /// <summary>By the clock of the primary.</summary>
    public DateTime FirstSeen { get; private set; }

    public DateTime LastSeen { get; private set; }

    /// <summary>What the last write took between its end and the next statement; null before the first.</summary>
    public double? CommitMilliseconds { get; private set; }

    /// <summary>Takes the row of a process that has ended, if there is one: so rows do not pile up, and nobody needs the right to delete.</summary>
    public async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        FirstSeen = LastSeen = await connection.ScalarAsync<DateTime>(
            """
            WITH reused AS (
                UPDATE phased.runners r
                SET owner = $1, started_at = clock_timestamp(), seen_at = clock_timestamp(), ended_at = NULL,
                    workers = NULL, pause_ratio = NULL, held_by = NULL, held_since = NULL, signals = NULL
                WHERE (r.owner, r.migration_id) = (
                    SELECT o.owner, o.migration_id FROM phased.runners o
                    WHERE o.migration_id = $2
                        AND (o.owner = $1 OR o.ended_at IS NOT NULL OR o.seen_at < clock_timestamp() - interval '1 hour')
                    ORDER BY o.owner = $1 DESC, o.seen_at
                    LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING r.started_at),
            added AS (
                INSERT INTO phased.runners (owner, migration_id)
                SELECT $1, m.id FROM phased.migrations m WHERE m.id = $2 AND NOT EXISTS (SELECT 1 FROM reused)
                RETURNING started_at)
            SELECT coalesce((SELECT started_at FROM reused), (SELECT started_at FROM added), clock_timestamp())
            """,
            [owner, migration], cancellationToken).ConfigureAwait(false);
    }

    public async Task WriteAsync(NpgsqlConnection connection, RunnerState state, CancellationToken cancellationToken)
    {
        // Two transactions in one round trip: what passes between the end of the first and the second is the commit, without the network.
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0, EnableErrorBarriers = true };
        batch.BatchCommands.Add(Commands.CreateForBatch(
            """
            UPDATE phased.runners
            SET seen_at = clock_timestamp(), workers = $3, pause_ratio = $4, held_by = $5, signals = $7::jsonb,
                held_since = CASE WHEN $5 IS NOT NULL THEN clock_timestamp() - $6 END
            WHERE owner = $1 AND migration_id = $2
            RETURNING seen_at
            """,
            [owner, migration, state.Workers, state.PauseRatio, Text(state.HeldBy), state.HeldFor, state.Signals]));
        batch.BatchCommands.Add(Commands.CreateForBatch("SELECT clock_timestamp()", []));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        // The migration may have been reverted, and the row gone with it.
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return;
        LastSeen = reader.GetDateTime(0);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        CommitMilliseconds = (reader.GetDateTime(0) - LastSeen).TotalMilliseconds;
    }

    public Task EndAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        UPDATE phased.runners SET ended_at = clock_timestamp(), workers = 0, held_by = NULL, held_since = NULL WHERE owner = $1 AND migration_id = $2
        """,
        [owner, migration], cancellationToken);

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };
}

/// <summary>What others see of a process at work.</summary>
/// <param name="Workers">That may work at the moment.</param>
/// <param name="PauseRatio">Pause after a batch, as a multiple of its time.</param>
/// <param name="HeldBy">Null when nothing does.</param>
/// <param name="HeldFor">Since when.</param>
/// <param name="Signals">The last readings, as JSON.</param>
internal readonly record struct RunnerState(int Workers, double PauseRatio, string? HeldBy, TimeSpan HeldFor, string Signals);
