using Npgsql;
using PhasedMigrations.Backfill.Transforms;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Backfill;

/// <summary>
/// Chunks along a key, pass after pass. New ranges are cut one after the other under the lock of the step's row; open ranges of processes that
/// died are taken over at the end.
/// </summary>
internal sealed class KeyRangeChunks(RunContext run, BackfillStep plan, KeyWalk walk, long step, string worker) : ChunkSource(run, plan, step)
{
    private readonly ChunkSize _size = new(
        run.Options.InitialBatchRows ?? StartingPace.For(plan.Table.RowEstimate).Rows, run.Options.TargetBatchTime, ChunkSize.RowFloor, ChunkSize.RowCeiling);

    /// <exception cref="BlockedException">An earlier run walked along another key.</exception>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        string[] columns = [.. walk.Passes[0].Range.Columns.Select(column => column.Name)];
        var walked = await connection.ScalarAsync<string[]>("SELECT key_columns FROM phased.steps WHERE id = $1", [Step], cancellationToken)
            .ConfigureAwait(false);
        if (walked is not null)
        {
            if (!walked.SequenceEqual(columns))
                throw new BlockedException(
                    $"The {Plan.Work.Noun} of {Table} has walked along ({string.Join(", ", walked)}), but the key is ({string.Join(", ", columns)}) now. "
                    + "Restore the key, or revert the migration and register it again.");
            return;
        }

        // Without statistics the planner may scan the table for every chunk.
        if (Plan.Table.RowEstimate < 0)
            await AnalyzeAsync(connection, cancellationToken).ConfigureAwait(false);
        await StepLedger.SetHorizonAsync(connection, Step, cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Run.Settings(SessionSettings.NoLimit).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var end = await EndAsync(connection, walk.Passes[0].Range, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            """
            UPDATE phased.steps
            SET strategy = $6, modulus = $7, key_columns = $2, end_key = $3, fully_planned = $4,
                estimated_rows = (
                    -- pg_partition_tree has no row for an ordinary table.
                    SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
                    FROM pg_class c
                    WHERE c.relkind <> 'p' AND (c.oid = $5::regclass OR c.oid IN (SELECT p.relid FROM pg_partition_tree($5::regclass) p)))
            WHERE id = $1
            """,
            [Step, columns, end, end is null && walk.Passes.Count == 1, Commands.AsText(Table), walk.Name, (walk as ModuloRanges)?.Modulus], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<Chunk>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        // Workers queue for the row of the step, briefly; nothing of the application can wait behind it.
        await (Run.Settings(Run.Options.Lease) with { LockTimeout = Run.Options.Lease }).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var chunk = await CutAsync(connection, _size.Current, cancellationToken).ConfigureAwait(false)
                    ?? await TakeOverAsync(connection, cancellationToken).ConfigureAwait(false);
        // Not cancelled: a claim that was committed without our knowing would be idle until its lease ends.
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return chunk is null ? [] : [chunk];
    }

    public override void Record(Chunk chunk, StripeResult result) =>
        _size.Record(((KeyChunk)chunk).Size, result.Milliseconds, result.Rows, result.WalBytes);

    public override async Task<bool> TryFinishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (Plan.Work is TransformWork { Transform.Where: not null } transform
            && await TransformSweep.BeginAsync(Run, connection, Step, transform, cancellationToken).ConfigureAwait(false))
            return false;
        var rows = await connection.ExecuteAsync(
            """
            UPDATE phased.steps s
            SET state = 'done', error = NULL, finished_at = coalesce(finished_at, clock_timestamp())
            WHERE s.id = $1 AND s.fully_planned
                AND NOT EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = s.id AND c.state IN ('running', 'failed'))
            """,
            [Step], cancellationToken).ConfigureAwait(false);
        if (rows == 0 && !await connection.ScalarAsync<bool>(
            """
            SELECT EXISTS (SELECT 1 FROM phased.steps s WHERE s.id = $1 AND NOT s.fully_planned)
                OR EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = $1 AND c.state = 'running')
            """,
            [Step], cancellationToken).ConfigureAwait(false))
            await RequireNoneFailedAsync(connection, cancellationToken).ConfigureAwait(false);
        return rows == 1;
    }

    public override async Task<(long Done, long Total)> ProgressAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = await connection.QueryAsync(
            """
            SELECT (SELECT coalesce(sum(c.size), 0)::bigint FROM phased.chunks c WHERE c.step_id = s.id AND c.state = 'done'),
                coalesce(s.estimated_rows, 0)
            FROM phased.steps s
            WHERE s.id = $1
            """,
            [Step], reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken).ConfigureAwait(false);
        return rows.SingleOrDefault();
    }

    private async Task<KeyChunk?> CutAsync(NpgsqlConnection connection, int size, CancellationToken cancellationToken)
    {
        var steps = await connection.QueryAsync(
            "SELECT planned_to, end_key, fully_planned, pass FROM phased.steps WHERE id = $1 FOR UPDATE",
            [Step],
            reader => (Low: reader.Nullable<string[]>(0), End: reader.Nullable<string[]>(1), IsCut: reader.GetBoolean(2), Pass: reader.GetInt32(3)),
            cancellationToken).ConfigureAwait(false);
        if (steps is not [var (low, end, isCut, number)])
            throw new LeaseLostException();
        if (isCut)
            return null;
        while (end is null || (low is not null && low.SequenceEqual(end)))
        {
            if (++number == walk.Passes.Count)
            {
                await connection.ExecuteAsync("UPDATE phased.steps SET fully_planned = true WHERE id = $1", [Step], cancellationToken).ConfigureAwait(false);
                return null;
            }

            low = null;
            end = await EndAsync(connection, walk.Passes[number].Range, cancellationToken).ConfigureAwait(false);
        }

        var pass = walk.Passes[number];

        // The boundary is a key of the table, read in its own order: the next chunk has this many rows whatever the gaps in the keys are.
        var condition = pass.Between(low, end);
        var high = await connection.ScalarAsync<string[]>(
            $"""
             SELECT {pass.Range.AsTextArray} FROM {Table} WHERE {condition}
             ORDER BY {pass.Range.ColumnList} OFFSET {(size - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)} LIMIT 1
             """,
            [], cancellationToken).ConfigureAwait(false);
        if (high is null)
        {
            // The rest is shorter than a chunk; progress counts its rows, not what was asked for.
            high = end;
            size = (int)await connection.ScalarAsync<long>($"SELECT count(*) FROM {Table} WHERE {condition}", [], cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            "UPDATE phased.steps SET planned_to = $2, fully_planned = $3, pass = $4, end_key = $5 WHERE id = $1",
            [Step, high, number == walk.Passes.Count - 1 && high.SequenceEqual(end), number, end], cancellationToken)
            .ConfigureAwait(false);
        var id = await connection.ScalarAsync<long>(
            """
            INSERT INTO phased.chunks (step_id, pass, lo, hi, size, owner, lease_until)
            VALUES ($1, $7, $2, $3, $4, $5, clock_timestamp() + $6)
            RETURNING id
            """,
            [Step, low, high, size, worker, Run.Options.Lease, number], cancellationToken).ConfigureAwait(false);
        return new(id, Epoch: 1, size, low, high, Table, pass);
    }

    // The greatest key. NULL sorts above everything, and is nobody's bound.
    private Task<string[]?> EndAsync(NpgsqlConnection connection, KeyRange range, CancellationToken cancellationToken)
    {
        var descending = string.Join(", ", range.Columns.Select(column => $"{Quote.Identifier(column.Name)} DESC"));
        return connection.ScalarAsync<string[]>(
            $"SELECT {range.AsTextArray} FROM {Table} WHERE {Quote.Identifier(range.Columns[0].Name)} IS NOT NULL ORDER BY {descending} LIMIT 1", [], cancellationToken);
    }

    private async Task<KeyChunk?> TakeOverAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
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
            RETURNING id, epoch, size, lo, hi, pass
            """,
            [Step, worker, Run.Options.Lease],
            reader => new KeyChunk(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.Nullable<string[]>(3), reader.GetFieldValue<string[]>(4), Table,
                walk.Passes[reader.GetInt32(5)]),
            cancellationToken).ConfigureAwait(false);
        return chunks.SingleOrDefault();
    }
}
