using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>The rows of phased.events: every decision of the engine, for whoever looks later.</summary>
internal static class EventLog
{
    public static Task WriteAsync(NpgsqlConnection connection, string migration, string kind, string message, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "INSERT INTO phased.events (migration, kind, message) VALUES ($1, $2, $3)", [migration, kind, message], cancellationToken);

    /// <summary>The newest events after one of them, the oldest of those first.</summary>
    public static Task<List<PhasedEvent>> ReadAsync(
        NpgsqlConnection connection, string? migration, long after, int most, CancellationToken cancellationToken) => connection.QueryAsync(
            """
            SELECT id, at, migration, kind, message
            FROM (
                SELECT * FROM phased.events
                WHERE id > $1 AND ($2::text IS NULL OR migration = $2)
                ORDER BY id DESC LIMIT $3) AS newest
            ORDER BY id
            """,
            [after, new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = migration ?? (object)DBNull.Value }, most],
            reader => new PhasedEvent(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)),
            cancellationToken);
}
