using System.Text.Json;
using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>The rows of phased.runners, for people.</summary>
internal static class RunnerRows
{
    public static async Task<ILookup<long, PhasedRunnerStatus>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(
            """
            SELECT migration_id, owner, started_at, seen_at, workers, pause_ratio, held_by, held_since, signals::text
            FROM phased.runners
            -- Without workers it has ended.
            WHERE seen_at > clock_timestamp() - interval '15 s' AND workers IS DISTINCT FROM 0
            ORDER BY started_at, owner
            """,
            [],
            reader => (Migration: reader.GetInt64(0), Runner: new PhasedRunnerStatus
            {
                Owner = reader.GetString(1),
                StartedAt = reader.GetFieldValue<DateTimeOffset>(2),
                SeenAt = reader.GetFieldValue<DateTimeOffset>(3),
                Workers = reader.Nullable<int?>(4),
                PauseRatio = reader.Nullable<double?>(5),
                HeldBy = reader.Nullable<string>(6),
                HeldSince = reader.Nullable<DateTimeOffset?>(7),
                Signals = Signals(reader.Nullable<string>(8)),
            }),
            cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Migration, row => row.Runner);
    }

    private static List<PhasedSignalStatus> Signals(string? json)
    {
        if (json is null)
            return [];
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return [];
        return [.. document.RootElement.EnumerateObject().Where(signal => signal.Value.ValueKind == JsonValueKind.Object).Select(signal => new PhasedSignalStatus(
            signal.Name,
            signal.Value.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null,
            signal.Value.TryGetProperty("unit", out var unit) && unit.ValueKind == JsonValueKind.String ? unit.GetString() : null))];
    }
}
