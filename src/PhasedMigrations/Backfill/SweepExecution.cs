using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill.Refusals;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Backfill;

/// <summary>
/// Finds and changes the rows that no window saw because the application moved them while they were pending. One snapshot shows all of them;
/// when each that it showed was changed, none that existed then is left. Repeating it does no harm: the marker tells the rows that are done.
/// </summary>
internal sealed class SweepExecution(RunContext run, BackfillStep plan, SqlWork work, PageWindows strategy)
{
    private const int Most = 1000;
    private const int BatchRows = 100;
    private const int MostPasses = 100;
    private readonly Dictionary<string, string> _refused = [];

    /// <returns>False when another worker has the chunk now.</returns>
    /// <exception cref="BlockedException">The application moves rows faster than they can be caught, or the server refuses one.</exception>
    public async Task<bool> RunAsync(SweepChunk chunk, CancellationToken kill)
    {
        // One snapshot of a large leaf takes longer than a lease.
        await using var lease = ChunkLease.Keep(run, chunk, kill);
        try
        {
            return await run.PersistAsync(plan.Description, token => SweepAsync(chunk, token), kill).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState != PostgresErrorCodes.QueryCanceled && !ServerErrors.IsOtherTable(e))
        {
            throw new BlockedException(
                $"The {plan.Work.Noun} of {plan.Table.QuotedName} fails in {chunk.Describe()}: {RefusalAdvice.For(e)}", e);
        }
    }

    private async Task<bool> SweepAsync(SweepChunk chunk, CancellationToken cancellationToken)
    {
        var changed = 0L;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var pending = await PendingAsync(chunk, cancellationToken).ConfigureAwait(false);
            if (pending.Count == Most)
                return await FinishAsync(chunk, changed, isRepeated: true, cancellationToken).ConfigureAwait(false);
            var caught = 0L;
            foreach (var batch in pending.Where(row => !_refused.ContainsKey(Key(row))).Chunk(BatchRows))
                caught += await ChangeOrNoteAsync(chunk, batch, cancellationToken).ConfigureAwait(false);
            changed += caught;
            if (_refused.Count >= run.Options.FailedRowLimit || caught + pending.Count(row => _refused.ContainsKey(Key(row))) == pending.Count)
                return await FinishAsync(chunk, changed, isRepeated: false, cancellationToken).ConfigureAwait(false);
        }

        throw new BlockedException(
            $"The application changes rows of {chunk.Relation} that are not backfilled faster than they can be caught ({MostPasses} attempts). "
            + "Let it write the new value itself, or add SetNotNull, whose trigger does; then run again.");
    }

    // A key stays with its row when the row moves; without one, the place has to do.
    private async Task<List<string[]>> PendingAsync(SweepChunk chunk, CancellationToken cancellationToken) => await InTransactionAsync(
        SessionSettings.NoLimit,
        (connection, token) => connection.QueryAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT {strategy.Key?.AsTextArray ?? "ARRAY[ctid::text]"} FROM {chunk.Target} WHERE ({strategy.Pending}\n) LIMIT {Most}"),
            [], reader => reader.GetFieldValue<string[]>(0), token),
        cancellationToken).ConfigureAwait(false);

    private string Key(string[] row) => RowKey.Describe(strategy.Key, row, row[0]);

    // Where the server refuses one row of a batch, each is tried by itself.
    private async Task<int> ChangeOrNoteAsync(SweepChunk chunk, string[][] rows, CancellationToken cancellationToken)
    {
        try
        {
            return await ChangeAsync(chunk, rows, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (ServerErrors.IsRowRefused(e) && rows.Length == 1)
        {
            _refused[Key(rows[0])] = ServerErrors.Describe(e);
            return 0;
        }
        catch (PostgresException e) when (ServerErrors.IsRowRefused(e))
        {
            var changed = 0;
            foreach (var row in rows)
                changed += await ChangeOrNoteAsync(chunk, [row], cancellationToken).ConfigureAwait(false);
            return changed;
        }
    }

    private Task<int> ChangeAsync(SweepChunk chunk, string[][] rows, CancellationToken cancellationToken)
    {
        var places = strategy.Key is { } key
            ? $"({key.ColumnList}) IN ({string.Join(", ", rows.Select(key.Tuple))})"
            : $"ctid = ANY (ARRAY[{string.Join(", ", rows.Select(row => $"{Quote.Literal(row[0])}::tid"))}])";
        return InTransactionAsync(
            run.Options.Lease,
            async (connection, token) =>
            {
                var changed = await connection.ExecuteAsync(
                    work.Batch(chunk.Target, places, strategy.Pending).AsStatement, [], token).ConfigureAwait(false);
                await connection.ExecuteAsync(
                    "UPDATE phased.chunks SET xids = array_append(xids, pg_current_xact_id()::xid) WHERE id = $1 AND epoch = $2",
                    [chunk.Id, chunk.Epoch], token).ConfigureAwait(false);
                if (work.Guard(chunk.Relation) is { } guard)
                    await connection.ExecuteAsync(guard, [], token).ConfigureAwait(false);
                return changed;
            },
            cancellationToken);
    }

    private Task<bool> FinishAsync(SweepChunk chunk, long rows, bool isRepeated, CancellationToken cancellationToken) => InTransactionAsync(
        run.Options.Lease,
        async (connection, token) =>
        {
            var finished = await FailedRows.FinishAsync(
                connection, chunk, rows, xids: [], [.. _refused.Select(row => new FailedRow(row.Key, row.Value))], token).ConfigureAwait(false);
            if (finished && isRepeated)
                await PageLanes.RepeatAsync(connection, chunk.Lane, token).ConfigureAwait(false);
            return finished;
        },
        cancellationToken);

    private async Task<T> InTransactionAsync<T>(
        TimeSpan statementTimeout, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await (run.Settings(statementTimeout) with { IsWork = true }).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var result = await work(connection, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }
}
