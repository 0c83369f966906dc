using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Control;

/// <summary>Writes what an operator asks for into the row of the migration, with an event that says who.</summary>
internal static class OperatorRequests
{
    public static Task<bool> PauseAsync(NpgsqlConnection connection, string migration, string? reason, CancellationToken cancellationToken) => WriteAsync(
        connection, migration, "paused", reason,
        "paused_at = coalesce(paused_at, clock_timestamp()), control_reason = $2", "state <> 'completed' AND cancelled_at IS NULL", [], cancellationToken);

    public static Task<bool> CancelAsync(NpgsqlConnection connection, string migration, string? reason, CancellationToken cancellationToken) => WriteAsync(
        connection, migration, "cancelled", reason,
        "cancelled_at = coalesce(cancelled_at, clock_timestamp()), paused_at = NULL, control_reason = $2", "state <> 'completed'", [], cancellationToken);

    public static Task<bool> ResumeAsync(NpgsqlConnection connection, string migration, CancellationToken cancellationToken) => WriteAsync(
        connection, migration, "resumed", reason: null,
        "paused_at = NULL, cancelled_at = NULL, control_reason = NULL", "(paused_at IS NOT NULL OR cancelled_at IS NOT NULL)", [], cancellationToken);

    public static Task<bool> SetPaceAsync(NpgsqlConnection connection, string migration, PhasedPace? pace, CancellationToken cancellationToken)
    {
        var json = pace is null || pace == new PhasedPace() ? null : PaceJson.Write(pace);
        return WriteAsync(
            connection, migration, "pace_changed", json ?? "as each process is set", "pace = $4::jsonb", "state <> 'completed'", [json], cancellationToken);
    }

    /// <returns>Whether the migration was in a state in which that can be asked for.</returns>
    private static async Task<bool> WriteAsync(
        NpgsqlConnection connection, string migration, string kind, string? reason, string set, string where, object?[] more, CancellationToken cancellationToken)
    {
        var written = await connection.ExecuteAsync(
            $"""
            WITH changed AS (UPDATE phased.migrations SET {set} WHERE name = $1 AND {where} RETURNING name)
            INSERT INTO phased.events (migration, kind, message)
            SELECT name, $3, 'By ' || session_user || coalesce(': ' || $2::text, '.') FROM changed
            """,
            [migration, Text(reason), kind, .. more.Select(value => Text((string?)value))], cancellationToken).ConfigureAwait(false);
        return written > 0;
    }

    // A null needs its type where the server cannot guess it.
    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };
}
