using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>The rows of phased.failed_rows: what the server refuses, and the failed chunks that they are in.</summary>
internal static class FailedRows
{
    private const int Shown = 5;

    /// <summary>Ends a chunk, in the transaction that has done its rows: done, or failed with these rows.</summary>
    /// <param name="connection">In that transaction.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="done">How many rows of it were done and are not in the ledger yet.</param>
    /// <param name="xids">The transactions, of savepoints above all, that did them.</param>
    /// <param name="refused">Rows that were not done.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    /// <returns>False when it is not ours any more.</returns>
    public static async Task<bool> FinishAsync(
        NpgsqlConnection connection, Chunk chunk, long done, IReadOnlyCollection<string> xids, IReadOnlyCollection<FailedRow> refused, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<long>(
            """
            WITH ended AS (
                UPDATE phased.chunks c
                SET state = CASE WHEN cardinality($4::text[]) = 0 THEN 'done' ELSE 'failed' END, stripe = stripes, rows = coalesce(rows, 0) + $3,
                    error = ($5::text[])[1], finished_at = clock_timestamp(), xids = c.xids || $7::text[]::xid[]
                WHERE id = $1 AND epoch = $2 AND state = 'running'
                RETURNING id, step_id),
            noted AS (
                INSERT INTO phased.failed_rows (step_id, chunk_id, relation_name, row_key, error)
                SELECT e.step_id, e.id, $6, f.row_key, f.error
                FROM ended e
                CROSS JOIN unnest($4::text[], $5::text[]) AS f (row_key, error))
            SELECT count(*) FROM ended
            """,
            [
                chunk.Id, chunk.Epoch, done, refused.Select(row => row.Key).ToArray(), refused.Select(row => row.Error).ToArray(), chunk.Relation,
                xids.ToArray(),
            ],
            cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>How many are known of the backfill to which the chunk belongs.</summary>
    public static Task<long> CountAsync(NpgsqlConnection connection, long chunk, CancellationToken cancellationToken) => connection.ScalarAsync<long>(
        """
        SELECT count(*)
        FROM phased.failed_rows f
        JOIN phased.chunks c ON c.id = f.chunk_id AND c.state = 'failed'
        WHERE f.retried_at IS NULL AND f.step_id = (SELECT step_id FROM phased.chunks WHERE id = $1)
        """,
        [chunk], cancellationToken);

    /// <returns>How many rows fail and which are the first, as a sentence; null when no chunk of the step has failed.</returns>
    public static async Task<string?> DescribeAsync(NpgsqlConnection connection, long step, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                 SELECT f.relation_name, f.row_key, f.error, count(*) OVER ()
                 FROM phased.failed_rows f
                 JOIN phased.chunks c ON c.id = f.chunk_id AND c.state = 'failed'
                 WHERE f.retried_at IS NULL AND f.step_id = $1
                 ORDER BY f.id LIMIT {Shown}
                 """),
            [step], reader => (Relation: reader.GetString(0), Key: reader.GetString(1), Error: reader.GetString(2), Count: reader.GetInt64(3)),
            cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
            return null;
        var count = rows[0].Count;
        var shown = string.Join("; ", rows.Select(row => $"{row.Relation} {row.Key}: {row.Error.TrimEnd('.')}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} {(count == 1 ? "row" : "rows")} {(count > Shown ? $"(phased.failed_rows lists all; the first {Shown}: {shown})" : $"({shown})")}");
    }

    /// <summary>Makes the failed chunks of a migration open again, and the migration with them.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<long> RetryAsync(NpgsqlConnection connection, long migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var chunks = await ReopenAsync(connection, migration, step: null, cancellationToken).ConfigureAwait(false);
        if (chunks > 0)
            await connection.ExecuteAsync(
                """
                WITH retried AS (
                    UPDATE phased.migrations SET state = CASE state WHEN 'blocked' THEN 'migrating' ELSE state END, blocked_reason = NULL
                    WHERE id = $1
                    RETURNING name)
                INSERT INTO phased.events (migration, kind, message)
                SELECT name, 'retried', $2::bigint || ' chunks that failed were opened again by an operator.' FROM retried
                """,
                [migration, chunks], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return chunks;
    }

    /// <summary>Makes failed chunks of a migration, or of one step, open again.</summary>
    /// <returns>How many there were.</returns>
    public static Task<long> ReopenAsync(NpgsqlConnection connection, long migration, long? step, CancellationToken cancellationToken) =>
        connection.ScalarAsync<long>(
            """
            WITH reopened AS (
                UPDATE phased.chunks c
                SET state = 'running', stripe = 0, stripes = 1, epoch = c.epoch + 1, lease_until = clock_timestamp() - interval '1 second', finished_at = NULL
                FROM phased.steps s
                WHERE s.id = c.step_id AND s.migration_id = $1 AND ($2::bigint IS NULL OR s.id = $2) AND c.state = 'failed'
                RETURNING c.id),
            tried AS (
                UPDATE phased.failed_rows f SET retried_at = clock_timestamp() FROM reopened r WHERE f.chunk_id = r.id AND f.retried_at IS NULL)
            SELECT count(*) FROM reopened
            """,
            [migration, step], cancellationToken);
}

/// <param name="Key">As people write it.</param>
/// <param name="Error">The server's words.</param>
internal sealed record FailedRow(string Key, string Error);
