using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>The rows of phased.steps: what was begun and what is done.</summary>
internal static class StepLedger
{
    public static Task<long> BeginAsync(NpgsqlConnection connection, long migration, PlanStep step, CancellationToken cancellationToken) =>
        connection.ScalarAsync<long>(
            """
            INSERT INTO phased.steps (migration_id, operation, kind, description) VALUES ($1, $2, $3, $4)
            ON CONFLICT (migration_id, operation, kind) DO UPDATE
            SET state = 'running', attempts = steps.attempts + 1, error = NULL, finished_at = NULL, description = EXCLUDED.description
            RETURNING id
            """,
            [migration, step.Operation, step.Kind, step.Description], cancellationToken);

    public static Task FinishAsync(NpgsqlConnection connection, long step, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE phased.steps SET state = 'done', error = NULL, finished_at = clock_timestamp() WHERE id = $1", [step], cancellationToken);

    public static Task FailAsync(NpgsqlConnection connection, long step, string error, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("UPDATE phased.steps SET error = $2 WHERE id = $1", [step, error], cancellationToken);

    public static async Task<HashSet<FinishedStep>> FinishedAsync(NpgsqlConnection connection, long migration, CancellationToken cancellationToken) =>
    [
        .. await connection.QueryAsync(
            "SELECT operation, kind FROM phased.steps WHERE migration_id = $1 AND state = 'done'",
            [migration], reader => new FinishedStep(reader.GetInt32(0), reader.GetString(1)), cancellationToken).ConfigureAwait(false),
    ];

    /// <summary>The steps with their progress, for people.</summary>
    public static async Task<ILookup<long, PhasedStepStatus>> StatusAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(
            """
            SELECT s.migration_id, s.description, s.state = 'done', s.started_at, s.finished_at, s.estimated_rows, s.error, s.kind = 'backfill',
                CASE
                    WHEN s.strategy = 'pages' AND s.state = 'done' THEN coalesce(s.estimated_rows, 0)
                    -- Pages tell how far it is; rows are what people count.
                    WHEN s.strategy = 'pages' THEN (
                        SELECT CASE WHEN p.total = 0 THEN 0 ELSE coalesce(s.estimated_rows, 0) * greatest(p.done, 0) / p.total END FROM phased.pages(s.id) p)
                    ELSE (SELECT coalesce(sum(c.size), 0)::bigint FROM phased.chunks c WHERE c.step_id = s.id AND c.state = 'done')
                END
            FROM phased.steps s
            ORDER BY s.migration_id, s.started_at, s.id
            """,
            [],
            reader => (Migration: reader.GetInt64(0), Step: new PhasedStepStatus
            {
                Description = reader.GetString(1),
                IsDone = reader.GetBoolean(2),
                StartedAt = reader.GetFieldValue<DateTimeOffset>(3),
                FinishedAt = reader.Nullable<DateTimeOffset?>(4),
                RowsTotal = reader.Nullable<long?>(5),
                Error = reader.Nullable<string>(6),
                RowsDone = reader.GetBoolean(7) ? reader.GetInt64(8) : null,
            }),
            cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Migration, row => row.Step);
    }
}
