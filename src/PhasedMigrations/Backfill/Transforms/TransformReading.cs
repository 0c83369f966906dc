using System.Globalization;
using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Backfill.Transforms;

/// <summary>
/// Reads rows into memory, so many that their size stays bounded, and ends its transaction before anything is computed. A cursor: what does not
/// fit is not sent.
/// </summary>
internal sealed class TransformReading(RunContext run, TransformWork work, TransformBinding binding)
{
    private const long MostBytes = 8 * 1024 * 1024;
    private const int MostRows = 10_000;
    // Before it is known how wide rows are.
    private const int FirstRows = 16;
    private double? _bytesOfRow;

    /// <summary>The first rows of a range in the order of the key.</summary>
    /// <returns>The rows, and whether these are all of the range.</returns>
    public async Task<(List<TransformRow> Rows, bool IsEnd)> ReadAsync(NpgsqlConnection connection, string range, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await run.Settings(run.Options.Lease).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            $"DECLARE phased_cursor NO SCROLL CURSOR FOR {work.Select(range, binding.Rows.Selection)}\nORDER BY {OrderBy}", [], cancellationToken)
            .ConfigureAwait(false);
        var rows = new List<TransformRow>();
        var bytes = 0L;
        var isEnd = false;
        while (!isEnd && bytes < MostBytes && rows.Count < MostRows)
        {
            var room = _bytesOfRow is { } wide ? (int)Math.Clamp((MostBytes - bytes) / Math.Max(wide, 1), 1, MostRows - rows.Count) : FirstRows;
            var fetched = await connection.QueryAsync(
                string.Create(CultureInfo.InvariantCulture, $"FETCH FORWARD {room} FROM phased_cursor"), [], Read, cancellationToken).ConfigureAwait(false);
            rows.AddRange(fetched.Select(row => row.Row));
            bytes += fetched.Sum(row => (long)row.Bytes);
            isEnd = fetched.Count < room;
            if (rows.Count > 0)
                _bytesOfRow = (double)bytes / rows.Count;
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return (rows, isEnd);
    }

    /// <summary>One row by its key, held until the transaction of the connection ends.</summary>
    public async Task<TransformRow?> LockAsync(NpgsqlConnection connection, string[] key, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(work.SelectLocked(work.Key.IsRow(key), binding.Rows.Selection), [], Read, cancellationToken).ConfigureAwait(false))
        .SingleOrDefault().Row;

    private string OrderBy => string.Join(", ", work.Key.Columns.Select(column => $"{Quote.Identifier(work.Table.Name)}.{Quote.Identifier(column.Name)}"));

    private (TransformRow Row, int Bytes) Read(NpgsqlDataReader reader)
    {
        var (key, image, bytes) = (reader.GetFieldValue<string[]>(0), reader.GetFieldValue<byte[]>(1), reader.GetInt32(2));
        try
        {
            return (new(key, image, binding.Rows.Read(reader, 3), Error: null), bytes);
        }
        catch (Exception e) when (e is not (NpgsqlException or OperationCanceledException or OutOfMemoryException))
        {
            return (new(key, image, Row: null, e), bytes);
        }
    }
}
