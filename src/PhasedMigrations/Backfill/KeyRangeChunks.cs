using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill;

/// <summary>
/// The ledger of one backfill: cuts the table into chunks along its key and hands each to one process. All workers of all processes share
/// it. New ranges are cut one after the other under the lock of the step's row; open ranges of processes that died are taken over at the end.
/// </summary>
internal sealed class KeyRangeChunks(RunContext run, BackfillStep plan, long step)
{
    private string Table => plan.Table.QuotedName;

    /// <summary>
    /// Fixes the end of the table, once. Rows that come later are the business of the fill trigger or the default, which are committed by
    /// now; a moving end would never be reached.
    /// </summary>
    /// <exception cref="BlockedException">An earlier run walked along another key.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        string[] columns = [.. plan.Range.Columns.Select(column => column.Name)];
        var walked = await connection.ScalarAsync<string[]>("SELECT key_columns FROM phased.steps WHERE id = $1", [step], cancellationToken)
            .ConfigureAwait(false);
        if (walked is not null)
        {
            if (!walked.SequenceEqual(columns))
                throw new BlockedException(
                    $"The backfill of {Table} has walked along ({string.Join(", ", walked)}), but the key is ({string.Join(", ", columns)}) now. "
                    + "Restore the key, or revert the migration and register it again.");
            return;
        }

        // Without statistics the planner may scan the table for every chunk.
        if (plan.Table.RowEstimate < 0)
            await connection.ExecuteAsync($"ANALYZE {Table}", [], cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await run.Settings(SessionSettings.NoLimit).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var descending = string.Join(", ", plan.Range.Columns.Select(column => $"{Quote.Identifier(column.Name)} DESC"));
        var end = await connection.ScalarAsync<string[]>(
            $"SELECT {plan.Range.AsTextArray} FROM {Table} ORDER BY {descending} LIMIT 1", [], cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            """
            UPDATE phased.steps
            SET key_columns = $2, end_key = $3, fully_planned = $4,
                estimated_rows = (
                    -- pg_partition_tree has no row for an ordinary table.
                    SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
                    FROM pg_class c
                    WHERE c.relkind <> 'p' AND (c.oid = $5::regclass OR c.oid IN (SELECT p.relid FROM pg_partition_tree($5::regclass) p)))
            WHERE id = $1
            """,
            [step, columns, end, end is null, Commands.AsText(Table)], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <returns>A chunk that is ours now, or null when every range is done or in other hands.</returns>
    /// <exception cref="LeaseLostException">The migration was reverted.</exception>
    public async Task<Chunk?> ClaimAsync(int size, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        // Workers queue for the row of the step, briefly; nothing of the application can wait behind it.
        await (run.Settings(run.Options.Lease) with { LockTimeout = run.Options.Lease }).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var chunk = await CutAsync(connection, size, cancellationToken).ConfigureAwait(false)
                    ?? await TakeOverAsync(connection, cancellationToken).ConfigureAwait(false);
        // Not cancelled: a claim that was committed without our knowing would be idle until its lease ends.
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return chunk;
    }

    /// <summary>Marks the step as done when every range was cut and is done.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> TryFinishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = await connection.ExecuteAsync(
            """
            UPDATE phased.steps s
            SET state = 'done', error = NULL, finished_at = coalesce(finished_at, clock_timestamp())
            WHERE s.id = $1 AND s.fully_planned
                AND NOT EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = s.id AND c.state = 'running')
            """,
            [step], cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    /// <summary>Rows walked by all processes, and rows of the table when it began.</summary>
    public async Task<(long Done, long Total)> ProgressAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = await connection.QueryAsync(
            """
            SELECT (SELECT coalesce(sum(c.size), 0)::bigint FROM phased.chunks c WHERE c.step_id = s.id AND c.state = 'done'),
                coalesce(s.estimated_rows, 0)
            FROM phased.steps s
            WHERE s.id = $1
            """,
            [step], reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken).ConfigureAwait(false);
        return rows.SingleOrDefault();
    }

    private async Task<Chunk?> CutAsync(NpgsqlConnection connection, int size, CancellationToken cancellationToken)
    {
        var steps = await connection.QueryAsync(
            "SELECT planned_to, end_key, fully_planned FROM phased.steps WHERE id = $1 FOR UPDATE",
            [step],
            reader => (Low: reader.Nullable<string[]>(0), End: reader.Nullable<string[]>(1), Done: reader.GetBoolean(2)),
            cancellationToken).ConfigureAwait(false);
        if (steps is not [var (low, end, done)])
            throw new LeaseLostException();
        if (done || end is null)
            return null;

        // The boundary is a key of the table, read in its own order: the next chunk has this many rows whatever the gaps in the keys are.
        var condition = plan.Range.Condition(low is not null);
        var bounds = Bounds(end, low);
        var high = await connection.ScalarAsync<string[]>(
            $"""
             SELECT {plan.Range.AsTextArray} FROM {Table} WHERE {condition}
             ORDER BY {plan.Range.ColumnList} OFFSET {(size - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)} LIMIT 1
             """,
            bounds, cancellationToken).ConfigureAwait(false);
        if (high is null)
        {
            // The rest is shorter than a chunk; progress counts its rows, not what was asked for.
            high = end;
            size = (int)await connection.ScalarAsync<long>($"SELECT count(*) FROM {Table} WHERE {condition}", bounds, cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            "UPDATE phased.steps SET planned_to = $2, fully_planned = $3 WHERE id = $1", [step, high, high.SequenceEqual(end)], cancellationToken)
            .ConfigureAwait(false);
        var id = await connection.ScalarAsync<long>(
            """
            INSERT INTO phased.chunks (step_id, lo, hi, size, owner, lease_until)
            VALUES ($1, $2, $3, $4, $5, clock_timestamp() + $6)
            RETURNING id
            """,
            [step, low, high, size, run.Owner, run.Options.Lease], cancellationToken).ConfigureAwait(false);
        return new(id, Epoch: 1, size, low, high);
    }

    private async Task<Chunk?> TakeOverAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var chunks = await connection.QueryAsync(
            """
            UPDATE phased.chunks
            SET owner = $2, epoch = epoch + 1, attempts = attempts + 1, lease_until = clock_timestamp() + $3
            WHERE id = (
                SELECT id FROM phased.chunks
                WHERE step_id = $1 AND state = 'running' AND lease_until < clock_timestamp()
                ORDER BY id LIMIT 1
                FOR UPDATE SKIP LOCKED)
            RETURNING id, epoch, size, lo, hi
            """,
            [step, run.Owner, run.Options.Lease],
            reader => new Chunk(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.Nullable<string[]>(3), reader.GetFieldValue<string[]>(4)),
            cancellationToken).ConfigureAwait(false);
        return chunks.SingleOrDefault();
    }

    public static object?[] Bounds(string[] high, string[]? low) => [.. high.Concat(low ?? []).Select(Commands.AsText)];
}
