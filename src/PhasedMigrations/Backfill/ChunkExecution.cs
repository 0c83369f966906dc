using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill;

/// <summary>What became of a chunk.</summary>
internal readonly record struct ChunkResult(bool IsOurs, long Rows, double Milliseconds);

/// <summary>
/// Executes one chunk so that it counts exactly once: the rows and the ledger commit in one transaction, and a ledger row that is no longer
/// ours rolls everything back.
/// </summary>
internal sealed class ChunkExecution(RunContext run, BackfillStep plan)
{
    private const int MostAttempts = 10;

    /// <exception cref="BlockedException">The server refuses the rows.</exception>
    /// <exception cref="InterruptedException">The server or the locks stayed away.</exception>
    public async Task<ChunkResult> RunAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), run.Options.LockWaitLimit, run.Time);
        while (true)
        {
            Exception failure;
            try
            {
                return await TryAsync(chunk, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (ServerErrors.IsConnectionLoss(e) || e is ServerUnreachableException)
            {
                // The commit may have succeeded although its answer was lost: only the ledger knows.
                failure = e;
                if (await FindResultAsync(chunk, cancellationToken).ConfigureAwait(false) is { } known)
                    return known;
            }
            catch (PostgresException e) when (ServerErrors.IsTransient(e) || (IsTimeout(e) && !cancellationToken.IsCancellationRequested))
            {
                failure = e;
            }
            catch (PostgresException e) when (!IsTimeout(e))
            {
                await RecordFailureAsync(chunk, e, cancellationToken).ConfigureAwait(false);
                throw new BlockedException(
                    $"The backfill of {plan.Table.QuotedName} fails in {chunk.Describe()}: {ServerErrors.Describe(e)} "
                    + "Correct these rows, then run again; if the SET clause is wrong, revert the migration and register it corrected.", e);
            }

            run.Logger.ChunkRetried(run.Migration.Name, chunk.Id, ServerErrors.Describe(failure));
            run.Report(PhasedProgressKind.Waiting, plan.Description, $"Trying a batch again: {ServerErrors.Describe(failure)}");
            if (backoff.Attempts >= MostAttempts || !await backoff.WaitAsync(cancellationToken).ConfigureAwait(false))
                throw new InterruptedException(
                    $"A batch of {plan.Table.QuotedName} ({chunk.Describe()}) could not be done: {ServerErrors.Describe(failure)} Run again to go on.", failure);
        }
    }

    /// <summary>Gives a chunk back that was not finished, so that nobody waits for its lease.</summary>
    public async Task ReleaseAsync(Chunk chunk)
    {
        try
        {
            await using var connection = await run.DataSource.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
            await connection.ExecuteAsync(
                "UPDATE phased.chunks SET lease_until = clock_timestamp() WHERE id = $1 AND epoch = $2 AND state = 'running'",
                [chunk.Id, chunk.Epoch], CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The server is away. The lease ends by its clock.
        }
    }

    private async Task<ChunkResult> TryAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        // Neither a slow statement nor a stalled process may hold row locks past the lease.
        await run.Settings(run.Options.Lease).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var start = (await connection.QueryAsync(
            "SELECT set_config('idle_in_transaction_session_timeout', $1, true), clock_timestamp(), pg_current_wal_insert_lsn()::text",
            [SessionSettings.Milliseconds(run.Options.Lease)],
            reader => (At: reader.GetFieldValue<DateTimeOffset>(1), Wal: reader.GetString(2)), cancellationToken).ConfigureAwait(false)).Single();
        var rows = await connection.ExecuteAsync(
            BackfillText.Update(plan.Backfill, plan.Table.QuotedName, plan.Range.Condition(chunk.Low is not null)),
            KeyRangeChunks.Bounds(chunk.High, chunk.Low), cancellationToken).ConfigureAwait(false);
        var milliseconds = await connection.ScalarAsync<double?>(
            """
            UPDATE phased.chunks
            SET state = 'done', error = NULL, rows = $3, finished_at = clock_timestamp(),
                ms = extract(epoch FROM clock_timestamp() - $4) * 1000,
                wal_bytes = pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $5::pg_lsn)::bigint
            WHERE id = $1 AND epoch = $2 AND state = 'running'
            RETURNING ms
            """,
            [chunk.Id, chunk.Epoch, (long)rows, start.At, Commands.AsText(start.Wal)], cancellationToken).ConfigureAwait(false);
        if (milliseconds is null)
        {
            await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            return new(IsOurs: false, 0, 0);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new(IsOurs: true, rows, milliseconds.Value);
    }

    /// <returns>Null when the chunk is still ours to do, or the server cannot be asked yet.</returns>
    private async Task<ChunkResult?> FindResultAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
            var rows = await connection.QueryAsync(
                "SELECT epoch = $2, state = 'done', coalesce(rows, 0), coalesce(ms, 0) FROM phased.chunks WHERE id = $1",
                [chunk.Id, chunk.Epoch],
                reader => (IsOurs: reader.GetBoolean(0), IsDone: reader.GetBoolean(1), Rows: reader.GetInt64(2), Milliseconds: reader.GetDouble(3)),
                cancellationToken).ConfigureAwait(false);
            return rows is not [var found] || !found.IsOurs ? new ChunkResult(IsOurs: false, 0, 0)
                : found.IsDone ? new ChunkResult(IsOurs: true, found.Rows, found.Milliseconds)
                : null;
        }
        catch (Exception e) when (e is ServerUnreachableException || ServerErrors.IsConnectionLoss(e))
        {
            return null;
        }
    }

    private async Task RecordFailureAsync(Chunk chunk, PostgresException error, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            "UPDATE phased.chunks SET error = $3, lease_until = clock_timestamp() WHERE id = $1 AND epoch = $2",
            [chunk.Id, chunk.Epoch, ServerErrors.Describe(error)], cancellationToken).ConfigureAwait(false);
    }

    private static bool IsTimeout(PostgresException e) => e.SqlState == PostgresErrorCodes.QueryCanceled;
}
