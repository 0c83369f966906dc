using System.Globalization;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Refusals;

/// <summary>Puts two halves in a chunk's place, in the ledger: whatever happens next, one of them holds the row that the server refuses.</summary>
internal sealed class ChunkSplit(RunContext run, BackfillStep plan)
{
    // So few rows of a key range are tried one by one, as the rows of a page are.
    private const int FewRows = 16;

    private const string Replace = """
        WITH whole AS (
            UPDATE phased.chunks SET state = 'split', error = $3, finished_at = clock_timestamp()
            WHERE id = $1 AND epoch = $2 AND state = 'running'
            RETURNING *)
        """;

    /// <returns>The halves, which are ours; null when the chunk is too small to be halved; none when it is not ours any more.</returns>
    public async Task<IReadOnlyList<Chunk>?> TryHalveAsync(Chunk chunk, string error, CancellationToken cancellationToken) => chunk switch
    {
        WindowChunk { End: var end, First: var first } window when end - first > 1 => await HalveAsync(window, error, cancellationToken).ConfigureAwait(false),
        KeyChunk keys => await HalveAsync(keys, error, cancellationToken).ConfigureAwait(false),
        _ => null,
    };

    private async Task<IReadOnlyList<Chunk>> HalveAsync(WindowChunk chunk, string error, CancellationToken cancellationToken)
    {
        var middle = chunk.First + ((chunk.End - chunk.First) / 2);
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        // One stripe each: rows that an earlier stripe has done no longer match.
        return await connection.QueryAsync(
            $"""
             {Replace}
             INSERT INTO phased.chunks (step_id, parent_id, lane_id, first_page, end_page, stripes, owner, lease_until)
             SELECT w.step_id, w.id, w.lane_id, h.first_page, h.end_page, 1, w.owner, clock_timestamp() + $7
             FROM whole w
             CROSS JOIN (VALUES ($4, $5), ($5, $6)) AS h (first_page, end_page)
             RETURNING id, first_page, end_page
             """,
            [chunk.Id, chunk.Epoch, error, chunk.First, middle, chunk.End, run.Options.Lease],
            Chunk (reader) => chunk with
            {
                Id = reader.GetInt64(0), Epoch = 1, Stripe = 0, Stripes = 1, First = reader.GetInt64(1), End = reader.GetInt64(2),
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Chunk>?> HalveAsync(KeyChunk chunk, string error, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await run.Settings(run.Options.Lease).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var table = plan.Table.QuotedName;
        var rows = (int)await connection.ScalarAsync<long>(
            $"SELECT count(*) FROM {table} WHERE {chunk.Condition(0)}", [], cancellationToken).ConfigureAwait(false);
        var middle = rows <= FewRows ? null : await connection.ScalarAsync<string[]>(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT {chunk.Range.AsTextArray} FROM {table} WHERE {chunk.Condition(0)} ORDER BY {chunk.Range.ColumnList} OFFSET {(rows / 2) - 1} LIMIT 1"),
            [], cancellationToken).ConfigureAwait(false);
        if (middle is null)
            return null;
        // Sizes add up to the whole, which progress counts.
        var half = chunk.Size / 2;
        var halves = await connection.QueryAsync(
            $"""
             {Replace}
             INSERT INTO phased.chunks (step_id, parent_id, pass, lo, hi, size, owner, lease_until)
             SELECT w.step_id, w.id, w.pass, CASE h.n WHEN 1 THEN w.lo ELSE $4 END, CASE h.n WHEN 1 THEN $4 ELSE w.hi END, h.size, w.owner, clock_timestamp() + $7
             FROM whole w
             CROSS JOIN (VALUES (1, $5), (2, $6)) AS h (n, size)
             RETURNING id, size, lo, hi
             """,
            [chunk.Id, chunk.Epoch, error, middle, half, chunk.Size - half, run.Options.Lease],
            Chunk (reader) => chunk with
            {
                Id = reader.GetInt64(0), Epoch = 1, Size = reader.GetInt32(1), Low = reader.Nullable<string[]>(2), High = reader.GetFieldValue<string[]>(3),
            },
            cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return halves;
    }
}
