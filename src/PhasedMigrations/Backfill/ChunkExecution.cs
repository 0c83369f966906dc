using Npgsql;
using PhasedMigrations.Backfill.Refusals;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Backfill;

/// <summary>
/// Executes the stripes of chunks so that each counts exactly once: rows and ledger commit in one transaction, and a ledger row that is no longer ours
/// rolls everything back.
/// </summary>
internal sealed class ChunkExecution(RunContext run, BackfillStep plan) : IChunkExecution
{
    private const int MostAttempts = 10;
    private readonly StripeTransaction _transaction = new(run, (SqlWork)plan.Work);

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    /// <returns>Null when the chunk is not ours any more.</returns>
    /// <exception cref="RowsRefusedException">The server refuses one of the rows for what is in it.</exception>
    /// <exception cref="BlockedException">The server refuses the statement.</exception>
    /// <exception cref="InterruptedException">The server or the locks stayed away.</exception>
    /// <exception cref="PostgresException">The table is another one than when the chunk was cut.</exception>
    public Task<StripeResult?> RunAsync(Chunk chunk, int stripe, CancellationToken cancellationToken) =>
        RunAsync(chunk, stripe, token => _transaction.RunAsync(chunk, stripe, token), cancellationToken);

    /// <summary>Does what is left of a chunk row by row; those that the server refuses are in the ledger afterwards.</summary>
    /// <inheritdoc cref="RunAsync(Chunk, int, CancellationToken)"/>
    public Task<StripeResult?> RunRowByRowAsync(Chunk chunk, CancellationToken cancellationToken) => RunAsync(
        chunk, chunk.Stripes - 1, token => new RowByRow(run, plan, (SqlWork)plan.Work, _transaction).RunAsync(chunk, token), cancellationToken);

    private async Task<StripeResult?> RunAsync(
        Chunk chunk, int stripe, Func<CancellationToken, Task<StripeResult>> attempt, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), run.Options.LockWaitLimit, run.Time);
        while (true)
        {
            Exception failure;
            try
            {
                return await attempt(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ChunkLostException or PostgresException { SqlState: SqlStates.ChunkTakenOver })
            {
                // Or the commit of an earlier attempt, whose answer was lost, arrived late.
                var outcome = await FindOutcomeAsync(chunk, stripe, cancellationToken).ConfigureAwait(false);
                return outcome is { IsOurs: true } ? outcome.Value.Result : null;
            }
            catch (Exception e) when (ServerErrors.IsConnectionLoss(e) || e is ServerUnreachableException)
            {
                // The commit may have succeeded although its answer was lost: only the ledger knows.
                failure = e;
                await _transaction.DisposeAsync().ConfigureAwait(false);
                if (await FindOutcomeAsync(chunk, stripe, cancellationToken).ConfigureAwait(false) is { } known)
                    return known.IsOurs ? known.Result : null;
            }
            catch (PostgresException e) when (ServerErrors.IsTransient(e) || (IsTimeout(e) && !cancellationToken.IsCancellationRequested))
            {
                failure = e;
            }
            catch (PostgresException e) when (ServerErrors.IsRowRefused(e))
            {
                throw new RowsRefusedException(e);
            }
            catch (PostgresException e) when (!IsTimeout(e) && !(chunk.FileNode is not null && ServerErrors.IsOtherTable(e)))
            {
                await RecordFailureAsync(chunk, e, cancellationToken).ConfigureAwait(false);
                throw new BlockedException(
                    $"The {plan.Work.Noun} of {plan.Table.QuotedName} fails in {chunk.Describe()}: {RefusalAdvice.For(e)}", e);
            }

            run.Pace.Attempted(failed: !ServerErrors.IsLockTimeout(failure));
            EngineMetrics.Retry(run.Migration.Name, chunk.Relation);
            run.Logger.ChunkRetried(run.Migration.Name, chunk.Id, ServerErrors.Describe(failure));
            run.Report(PhasedProgressKind.Waiting, plan.Description, $"Trying a batch again: {ServerErrors.Describe(failure)}");
            // A held row lock is somebody's open transaction, for which there is the time limit; of what fails otherwise, some attempts are enough.
            var isHopeless = !ServerErrors.IsLockTimeout(failure) && backoff.Attempts >= MostAttempts;
            if (isHopeless || !await backoff.WaitAsync(cancellationToken).ConfigureAwait(false))
                throw new InterruptedException(
                    $"A batch of {plan.Table.QuotedName} ({chunk.Describe()}) could not be done: {ServerErrors.Describe(failure)} Run again to go on.", failure);
        }
    }

    /// <returns>Null when the stripe is still ours to do, or the server cannot be asked yet.</returns>
    private async Task<(bool IsOurs, StripeResult Result)?> FindOutcomeAsync(Chunk chunk, int stripe, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _transaction.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var found = await connection.QueryAsync(
                "SELECT epoch = $2, stripe FROM phased.chunks WHERE id = $1",
                [chunk.Id, chunk.Epoch], reader => (IsOurs: reader.GetBoolean(0), Stripe: reader.GetInt32(1)), cancellationToken).ConfigureAwait(false);
            return found is not [var known] || !known.IsOurs ? (IsOurs: false, default(StripeResult))
                : known.Stripe > stripe ? (IsOurs: true, default(StripeResult))
                : null;
        }
        catch (Exception e) when (e is ServerUnreachableException || ServerErrors.IsConnectionLoss(e))
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }

    private async Task RecordFailureAsync(Chunk chunk, PostgresException error, CancellationToken cancellationToken)
    {
        var connection = await _transaction.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            "UPDATE phased.chunks SET error = $3, lease_until = clock_timestamp() WHERE id = $1 AND epoch = $2",
            [chunk.Id, chunk.Epoch, ServerErrors.Describe(error)], cancellationToken).ConfigureAwait(false);
    }

    private static bool IsTimeout(PostgresException e) => e.SqlState == PostgresErrorCodes.QueryCanceled;
}
