using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Backfill.Refusals;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Backfill;

/// <summary>
/// Finds and changes the rows that no window saw because the application moved them while they were pending. One snapshot shows all of them;
/// when each that it showed was changed, none that existed then is left. Repeating it does no harm: the marker tells the rows that are done.
/// </summary>
internal sealed class SweepExecution(RunContext run, BackfillStep plan, SqlWork work, PageWindows strategy, WorkGate gate, int worker)
{
    // So many are done better by windows. Once only: an application that inserts as many while they are done would keep us for ever.
    private const int MostBesideWindows = 1000;
    // Keys of so many rows are in memory at once.
    private const int MostAtOnce = 100_000;
    private const int BatchRows = 100;
    private const int MostPasses = 100;
    private readonly Dictionary<string, string> _refused = [];

    /// <param name="chunk">Is ours.</param>
    /// <param name="stop">Ends it after the batch that is being executed.</param>
    /// <param name="kill">Ends it at once.</param>
    /// <returns>False when another worker has the chunk now, or may have it because this one is held up.</returns>
    /// <exception cref="BlockedException">The application moves rows faster than they can be caught, or the server refuses one.</exception>
    public async Task<bool> RunAsync(SweepChunk chunk, CancellationToken stop, CancellationToken kill)
    {
        // One snapshot of a large leaf takes longer than a lease.
        await using var lease = ChunkLease.Keep(run, chunk, kill);
        try
        {
            return await run.PersistAsync(plan.Description, token => SweepAsync(chunk, stop, token), kill).ConfigureAwait(false);
        }
        catch (ChunkLostException)
        {
            return false;
        }
        catch (PostgresException e) when (e.SqlState != PostgresErrorCodes.QueryCanceled && !ServerErrors.IsOtherTable(e))
        {
            throw new BlockedException(
                $"The {plan.Work.Noun} of {plan.Table.QuotedName} fails in {chunk.Describe()}: {RefusalAdvice.For(e)}", e);
        }
    }

    private async Task<bool> SweepAsync(SweepChunk chunk, CancellationToken stop, CancellationToken cancellationToken)
    {
        var most = await WasSweptAsync(chunk, cancellationToken).ConfigureAwait(false) ? MostAtOnce : MostBesideWindows;
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var pending = await PendingAsync(chunk, most, cancellationToken).ConfigureAwait(false);
            if (pending.Count == MostBesideWindows && most == MostBesideWindows)
                return await FinishAsync(chunk, isRepeated: true, cancellationToken).ConfigureAwait(false);
            var caught = 0L;
            foreach (var batch in pending.Where(row => !_refused.ContainsKey(Key(row))).Chunk(BatchRows))
            {
                if (caught > 0 && !await MayGoOnAsync(stop).ConfigureAwait(false))
                {
                    await ChunkLease.ReleaseAsync(run, [chunk]).ConfigureAwait(false);
                    return false;
                }

                caught += await ChangeOrNoteAsync(chunk, batch, stop, cancellationToken).ConfigureAwait(false);
            }

            var isAll = pending.Count < most && caught + pending.Count(row => _refused.ContainsKey(Key(row))) == pending.Count;
            if (_refused.Count >= run.Options.FailedRowLimit || isAll)
                return await FinishAsync(chunk, isRepeated: false, cancellationToken).ConfigureAwait(false);
        }

        throw new BlockedException(
            $"Rows of {chunk.Relation} are still not backfilled after {MostPasses} attempts: the application changes them faster than they can be caught, or a "
            + "trigger of the table withholds the update. Let the application write the new value itself, or add SetNotNull, whose trigger does, or change that "
            + "trigger; then run again.");
    }

    private ValueTask<bool> MayGoOnAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return gate.IsOpenAsync(worker, stop);
    }

    // Then its windows have been repeated already.
    private async Task<bool> WasSweptAsync(SweepChunk chunk, CancellationToken cancellationToken) => await InTransactionAsync(
        run.Options.Lease,
        (connection, token) => connection.ScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT 1
                FROM phased.lanes l
                JOIN phased.lanes same ON same.step_id = l.step_id AND same.relation = l.relation AND same.filenode = l.filenode
                JOIN phased.chunks c ON c.step_id = l.step_id AND c.lane_id = same.id
                WHERE l.id = $1 AND c.id <> $2 AND c.round IS NOT NULL AND c.state = 'done')
            """,
            [chunk.Lane, chunk.Id], token),
        cancellationToken).ConfigureAwait(false);

    // A key stays with its row when the row moves; without one, the place has to do.
    private async Task<List<string[]>> PendingAsync(SweepChunk chunk, int most, CancellationToken cancellationToken) => await InTransactionAsync(
        SessionSettings.NoLimit,
        (connection, token) => connection.QueryAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT {strategy.Key?.AsTextArray ?? "ARRAY[ctid::text]"} FROM {chunk.Target} WHERE ({strategy.Pending}\n) LIMIT {most}"),
            [], reader => reader.GetFieldValue<string[]>(0), token),
        cancellationToken).ConfigureAwait(false);

    private string Key(string[] row) => RowKey.Describe(strategy.Key, row, row[0]);

    // Where the server refuses one row of a batch, each is tried by itself.
    private async Task<int> ChangeOrNoteAsync(SweepChunk chunk, string[][] rows, CancellationToken stop, CancellationToken cancellationToken)
    {
        try
        {
            var started = run.Time.GetTimestamp();
            var changed = await ChangeAsync(chunk, rows, cancellationToken).ConfigureAwait(false);
            await gate.RestAsync(run.Time.GetElapsedTime(started).TotalMilliseconds, stop).ConfigureAwait(false);
            return changed;
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
                changed += await ChangeOrNoteAsync(chunk, [row], stop, cancellationToken).ConfigureAwait(false);
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
                var changed = await work.Batch(chunk.Target, places, strategy.Pending).ExecuteAsync(connection, token).ConfigureAwait(false);
                // With the rows: whether another round is needed goes by what was found, also when a worker dies before the end of its sweep.
                var owned = await connection.ExecuteAsync(
                    "UPDATE phased.chunks SET rows = coalesce(rows, 0) + $3, xids = array_append(xids, pg_current_xact_id()::xid) WHERE id = $1 AND epoch = $2 AND state = 'running'",
                    [chunk.Id, chunk.Epoch, (long)changed], token).ConfigureAwait(false);
                if (owned == 0)
                    throw new ChunkLostException();
                if (work.Guard(chunk.Relation) is { } guard)
                    await connection.ExecuteAsync(guard, [], token).ConfigureAwait(false);
                return changed;
            },
            cancellationToken);
    }

    private async Task<bool> FinishAsync(SweepChunk chunk, bool isRepeated, CancellationToken cancellationToken)
    {
        var isFinished = await InTransactionAsync(
            run.Options.Lease,
            async (connection, token) =>
            {
                var finished = await FailedRows.FinishAsync(
                    connection, chunk, done: 0, xids: [], [.. _refused.Select(row => new FailedRow(row.Key, row.Value))], token).ConfigureAwait(false);
                if (finished && isRepeated)
                    await PageLanes.RepeatAsync(connection, chunk.Lane, token).ConfigureAwait(false);
                return finished;
            },
            cancellationToken).ConfigureAwait(false);
        if (isFinished)
            EngineMetrics.Refused(run.Migration.Name, chunk.Relation, _refused.Count);
        return isFinished;
    }

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
