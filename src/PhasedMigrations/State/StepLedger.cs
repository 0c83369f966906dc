using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>The rows of phased.steps: what was begun and what is done.</summary>
internal static class StepLedger
{
    /// <exception cref="LeaseLostException">Who has slept past his lease must not open a step again that his successor has done.</exception>
    public static async Task<long> BeginAsync(NpgsqlConnection connection, long migration, long leaseEpoch, PlanStep step, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<long?>(
            """
            WITH owned AS (SELECT id FROM phased.migrations WHERE id = $1 AND lease_epoch = $5 FOR SHARE)
            INSERT INTO phased.steps (migration_id, operation, kind, description) SELECT id, $2, $3, $4 FROM owned
            ON CONFLICT (migration_id, operation, kind) DO UPDATE
            SET state = 'running', attempts = steps.attempts + 1, error = NULL, finished_at = NULL, description = EXCLUDED.description
            RETURNING id
            """,
            [migration, step.Operation, step.Kind, step.Description, leaseEpoch], cancellationToken).ConfigureAwait(false) ?? throw new LeaseLostException();

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
