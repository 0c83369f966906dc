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

    /// <summary>Rows that are as old as this moment have to be done when the step is.</summary>
    public static Task SetHorizonAsync(NpgsqlConnection connection, long step, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE phased.steps SET horizon = pg_snapshot_xmin(pg_current_snapshot()), horizon_at = transaction_timestamp() WHERE id = $1", [step],
            cancellationToken);

    public static Task FailAsync(NpgsqlConnection connection, long step, string error, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("UPDATE phased.steps SET error = $2 WHERE id = $1", [step, error], cancellationToken);

    public static async Task<HashSet<FinishedStep>> FinishedAsync(NpgsqlConnection connection, long migration, CancellationToken cancellationToken) =>
    [
        .. await connection.QueryAsync(
            "SELECT operation, kind FROM phased.steps WHERE migration_id = $1 AND state = 'done'",
            [migration], reader => new FinishedStep(reader.GetInt32(0), reader.GetString(1)), cancellationToken).ConfigureAwait(false),
    ];
}
