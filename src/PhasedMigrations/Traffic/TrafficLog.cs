using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Traffic;

/// <summary>The rows of phased.traffic_samples: what was sampled earlier, here or elsewhere.</summary>
internal static class TrafficLog
{
    public static Task WriteAsync(NpgsqlConnection connection, TrafficSample sample, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "INSERT INTO phased.traffic_samples (at, transactions, active_sessions, wal_bytes) VALUES ($1, $2, $3, $4)",
        [sample.At, sample.Transactions, sample.ActiveSessions, sample.WalBytes], cancellationToken);

    public static Task<List<TrafficSample>> ReadAsync(NpgsqlConnection connection, TimeSpan age, CancellationToken cancellationToken) => connection.QueryAsync(
        "SELECT at, transactions, active_sessions, wal_bytes FROM phased.traffic_samples WHERE at > clock_timestamp() - $1 ORDER BY at",
        [age],
        reader => new TrafficSample(reader.GetFieldValue<DateTimeOffset>(0), reader.GetDouble(1), reader.GetInt32(2), reader.GetDouble(3)),
        cancellationToken);
}
