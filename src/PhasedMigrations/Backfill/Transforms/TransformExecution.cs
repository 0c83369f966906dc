using Npgsql;
using PhasedMigrations.Backfill.Refusals;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Backfill.Transforms;

/// <summary>
/// Does the chunks of a transformation. How far each is stands in the ledger row by row, so that after any failure the work goes on from there and
/// no row is written twice.
/// </summary>
/// <param name="mayGoOn">Whether another slice of a chunk may begin.</param>
/// <param name="stop">Ends the work after the slice that is being done.</param>
internal sealed class TransformExecution(
    RunContext run, BackfillStep plan, TransformBinding binding, Func<CancellationToken, ValueTask<bool>> mayGoOn, CancellationToken stop) : IChunkExecution
{
    private readonly TransformWork _work = (TransformWork)plan.Work;
    private readonly TransformReading _reading = new(run, (TransformWork)plan.Work, binding);
    private NpgsqlConnection? _connection;

    /// <exception cref="BlockedException">The server refuses a statement, or too many rows are refused.</exception>
    /// <exception cref="InterruptedException">The server or the locks stayed away.</exception>
    public async Task<StripeResult?> RunAsync(Chunk chunk, int stripe, CancellationToken cancellationToken)
    {
        await using var lease = ChunkLease.Keep(run, chunk, cancellationToken);
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), run.Options.LockWaitLimit, run.Time);
        while (true)
        {
            Exception failure;
            try
            {
                var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
                var transformed = new TransformChunk(run, _work, binding, _reading, (KeyChunk)chunk, MayGoOnAsync);
                var result = await transformed.RunAsync(connection, cancellationToken).ConfigureAwait(false);
                if (result is null)
                    await ChunkLease.ReleaseAsync(run, [chunk]).ConfigureAwait(false);
                return result;
            }
            catch (ChunkLostException)
            {
                return null;
            }
            catch (Exception e) when (ServerErrors.IsConnectionLoss(e) || e is ServerUnreachableException)
            {
                // Whether a commit that was under way succeeded the ledger tells the next attempt.
                failure = e;
                await DisposeAsync().ConfigureAwait(false);
            }
            catch (PostgresException e) when (ServerErrors.IsTransient(e) || (IsTimeout(e) && !cancellationToken.IsCancellationRequested))
            {
                failure = e;
            }
            catch (PostgresException e) when (!IsTimeout(e))
            {
                throw new BlockedException($"The {_work.Noun} of {plan.Table.QuotedName} fails in {chunk.Describe()}: {RefusalAdvice.For(e)}", e);
            }

            run.Logger.ChunkRetried(run.Migration.Name, chunk.Id, ServerErrors.Describe(failure));
            run.Report(PhasedProgressKind.Waiting, plan.Description, $"Trying a batch again: {ServerErrors.Describe(failure)}");
            if (!await backoff.WaitAsync(cancellationToken).ConfigureAwait(false))
                throw new InterruptedException(
                    $"A batch of {plan.Table.QuotedName} ({chunk.Describe()}) could not be done: {ServerErrors.Describe(failure)} Run again to go on.", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    private ValueTask<bool> MayGoOnAsync()
    {
        stop.ThrowIfCancellationRequested();
        return mayGoOn(stop);
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return _connection;
        await DisposeAsync().ConfigureAwait(false);
        return _connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool IsTimeout(PostgresException e) => e.SqlState == PostgresErrorCodes.QueryCanceled;
}
