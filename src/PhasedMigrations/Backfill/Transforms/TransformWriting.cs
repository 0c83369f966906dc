using Npgsql;
using NpgsqlTypes;
using PhasedMigrations.Backfill.Refusals;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Transforms;
using PhasedMigrations.Transforms.Mapping;

namespace PhasedMigrations.Backfill.Transforms;

/// <summary>
/// Writes computed rows: COPY into a temporary table that ends with the transaction, one UPDATE from it, and the ledger. COPY cannot travel in a
/// batch with others, so that this takes seven round trips.
/// </summary>
internal sealed class TransformWriting(RunContext run, TransformWork work, TransformBinding binding)
{
    /// <summary>The settings of the transaction, which has just begun.</summary>
    public async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.BatchCommands.Add(StripeTransaction.SettingsOf(run).AsBatchCommand("set_config('phased.wal', pg_current_wal_insert_lsn()::text, true)"));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <param name="connection">Its transaction has begun.</param>
    /// <param name="rows">Computed from what the rows were.</param>
    /// <param name="range">Where they are, as a condition.</param>
    /// <returns>Those that were not as they were, and are not written.</returns>
    public async Task<List<ComputedRow>> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<ComputedRow> rows, string range, CancellationToken cancellationToken)
    {
        await LoadAsync(connection, rows, cancellationToken).ConfigureAwait(false);
        var written = await connection.QueryAsync(
            work.Update(range, [.. binding.Values.Columns.Select(writer => writer.Cast)]), [], reader => reader.GetInt32(0), cancellationToken).ConfigureAwait(false);
        var isWritten = new bool[rows.Count];
        foreach (var n in written)
            isWritten[n] = true;
        return [.. rows.Where((_, n) => !isWritten[n])];
    }

    /// <summary>Brings computed rows to the server, into a table that ends with the transaction.</summary>
    public async Task LoadAsync(NpgsqlConnection connection, IReadOnlyList<ComputedRow> rows, CancellationToken cancellationToken)
    {
        var writers = binding.Values.Columns;
        await connection.ExecuteAsync(work.CreateRows(writers), [], cancellationToken).ConfigureAwait(false);
        await using var importer = await connection.BeginBinaryImportAsync(TransformWork.CopyRows, cancellationToken).ConfigureAwait(false);
        importer.Timeout = TimeSpan.Zero;
        for (var n = 0; n < rows.Count; n++)
        {
            await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await importer.WriteAsync(n, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            await importer.WriteAsync(rows[n].Image, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            foreach (var part in rows[n].Key)
                await importer.WriteAsync(part, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < writers.Count; i++)
            {
                if (rows[n].Values[i] is { } value)
                    await WriteAsync(importer, writers[i], value, cancellationToken).ConfigureAwait(false);
                else
                    await importer.WriteNullAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter importer, ColumnWriter writer, object value, CancellationToken cancellationToken)
    {
        try
        {
            await writer.Write(importer, value, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidCastException or OverflowException or NotSupportedException)
        {
            throw new UnwritableRowException($"The value for {writer.Column.Name} cannot be written.", e);
        }
    }

    /// <summary>Moves the chunk on, in the transaction that wrote the rows.</summary>
    /// <returns>How long the transaction took on the server, and how much WAL was written meanwhile.</returns>
    /// <exception cref="ChunkLostException">The chunk belongs to another worker.</exception>
    public async Task<StripeResult> AdvanceAsync(
        NpgsqlConnection connection, Chunk chunk, TransformProgress progress, long rows, bool isDone, CancellationToken cancellationToken)
    {
        var ledger = await connection.QueryAsync(
            """
            WITH took AS (
                SELECT extract(epoch FROM clock_timestamp() - transaction_timestamp())::float8 * 1000 AS ms,
                    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), current_setting('phased.wal')::pg_lsn)::bigint AS wal)
            UPDATE phased.chunks c
            SET lo = $3, left_keys = $4, rows = coalesce(c.rows, 0) + $5, ms = coalesce(c.ms, 0) + t.ms, wal_bytes = coalesce(c.wal_bytes, 0) + t.wal,
                xids = CASE WHEN $5 = 0 THEN c.xids ELSE array_append(c.xids, pg_current_xact_id()::xid) END,
                lease_until = clock_timestamp() + $6, error = NULL, stripe = CASE WHEN $7 THEN c.stripes ELSE c.stripe END,
                state = CASE WHEN $7 THEN 'done' ELSE c.state END, finished_at = CASE WHEN $7 THEN clock_timestamp() END
            FROM took t
            WHERE c.id = $1 AND c.epoch = $2 AND c.state = 'running'
            RETURNING t.ms, t.wal
            """,
            [
                chunk.Id, chunk.Epoch, Texts(progress.Low), progress.Left.Count == 0 ? Texts(null) : progress.Left.SelectMany(key => key).ToArray(), rows,
                run.Options.Lease, isDone,
            ],
            reader => new StripeResult(rows, reader.GetDouble(0), reader.GetInt64(1), HotRows: 0), cancellationToken).ConfigureAwait(false);
        return ledger is [var result] ? result : throw new ChunkLostException();
    }

    private static object Texts(string[]? values) =>
        values ?? (object)new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = DBNull.Value };
}
