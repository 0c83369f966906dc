using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Control;

/// <summary>What an operator has asked for, as it stands in the row of the migration.</summary>
internal sealed record ControlState(bool IsPaused, bool IsCancelled, string? Reason, PhasedPace? Pace)
{
    public static readonly ControlState None = new(IsPaused: false, IsCancelled: false, Reason: null, Pace: null);

    /// <returns>None for a migration that was reverted: whoever works on it finds that out by itself.</returns>
    public static async Task<ControlState> ReadAsync(NpgsqlConnection connection, long migration, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            "SELECT paused_at IS NOT NULL, cancelled_at IS NOT NULL, control_reason, pace::text FROM phased.migrations WHERE id = $1",
            [migration],
            reader => new ControlState(reader.GetBoolean(0), reader.GetBoolean(1), reader.Nullable<string>(2), PaceJson.Read(reader.Nullable<string>(3))),
            cancellationToken).ConfigureAwait(false)).SingleOrDefault() ?? None;
}
