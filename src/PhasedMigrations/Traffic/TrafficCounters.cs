using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Traffic;

/// <summary>Counters of the server at one moment; two of them make a sample.</summary>
internal sealed record TrafficCounters(DateTimeOffset At, long Transactions, int ActiveSessions, decimal WalBytes)
{
    public static async Task<TrafficCounters> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            """
            SELECT clock_timestamp(), d.xact_commit + d.xact_rollback,
                (SELECT count(*)::integer FROM pg_stat_activity a
                 WHERE a.backend_type = 'client backend' AND a.state = 'active' AND a.pid <> pg_backend_pid()),
                -- A replica writes none; what it replays stands for it.
                CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') ELSE pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') END
            FROM pg_stat_database d
            WHERE d.datname = current_database()
            """,
            [],
            reader => new TrafficCounters(reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetDecimal(3)),
            cancellationToken).ConfigureAwait(false)).Single();

    /// <returns>Null when the counters were reset in between.</returns>
    public TrafficSample? Since(TrafficCounters before)
    {
        var seconds = (At - before.At).TotalSeconds;
        return seconds <= 0 || Transactions < before.Transactions || WalBytes < before.WalBytes
            ? null
            : new(At, (Transactions - before.Transactions) / seconds, ActiveSessions, (double)(WalBytes - before.WalBytes) / seconds);
    }
}
