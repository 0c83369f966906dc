using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Backfill.Refusals;
using PhasedMigrations.Backfill.Transforms;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Telemetry;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Backfill;

/// <summary>Takes chunks of a backfill until none is left, at the pace the server allows. Any number of workers may share one backfill.</summary>
internal sealed class BackfillWorker(RunContext run, BackfillStep plan, int number, ChunkSource source, WorkGate gate, BackfillReport? report)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    // So often in a row may a table turn out to be another one before somebody has to look at it.
    private const int MostRestarts = 10;
    private int _restarts;

    /// <param name="stop">Ends the work after the stripe that is being executed, for which <see cref="PhasedRunnerOptions.StopGrace"/> is left.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the rest is still in the ledger.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var kill = new CancellationTokenSource();
        await using var grace = stop.Register(() => kill.CancelAfter(run.Options.StopGrace));
        await using var execution = await ExecutionAsync(stop).ConfigureAwait(false);
        while (true)
        {
            if (!await gate.PassAsync(number, stop).ConfigureAwait(false))
                return;
            stop.ThrowIfCancellationRequested();
            var chunks = await run.PersistAsync(plan.Description, source.ClaimAsync, stop).ConfigureAwait(false);
            if (chunks.Count > 0)
            {
                await RunAsync(execution, chunks, stop, kill.Token).ConfigureAwait(false);
                continue;
            }

            if (await run.PersistAsync(plan.Description, source.TryFinishAsync, stop).ConfigureAwait(false))
            {
                gate.Finish();
                return;
            }

            // Finishing may have found more to do. Else others still work on their last chunks, or died with them.
            if (!await source.HasMoreAsync(stop).ConfigureAwait(false))
                await Task.Delay(PollInterval, run.Time, stop).ConfigureAwait(false);
        }
    }

    /// <exception cref="MissingTransformException">This process does not have the transform.</exception>
    private async Task<IChunkExecution> ExecutionAsync(CancellationToken stop)
    {
        if (plan.Work is not TransformWork transform)
            return new ChunkExecution(run, plan);
        var binding = await run.PersistAsync(plan.Description, token => TransformBinding.BindAsync(run, transform, token), stop).ConfigureAwait(false);
        return new TransformExecution(run, plan, binding, token => gate.IsOpenAsync(number, token), stop);
    }

    // Stripe by stripe over all chunks of a claim, not chunk by chunk: until the next stripe of a window comes, the transactions that were
    // under way when the last one committed have ended, and what it left on the pages can be pruned.
    private async Task RunAsync(IChunkExecution execution, IReadOnlyList<Chunk> chunks, CancellationToken stop, CancellationToken kill)
    {
        var left = chunks.ToList();
        var current = left[0];
        try
        {
            for (var stripe = 0; left.Count > 0; stripe++)
            {
                foreach (var chunk in left.Where(chunk => chunk.Stripe <= stripe).ToList())
                {
                    stop.ThrowIfCancellationRequested();
                    if (!await gate.IsOpenAsync(number, stop).ConfigureAwait(false))
                    {
                        await ChunkLease.ReleaseAsync(run, left).ConfigureAwait(false);
                        return;
                    }

                    current = chunk;
                    if (!await RunAsync(execution, chunk, stripe, stop, kill).ConfigureAwait(false) || stripe == chunk.Stripes - 1)
                        left.Remove(chunk);
                    if (report is not null)
                        await report.TellAsync(source, stop).ConfigureAwait(false);
                }
            }

            _restarts = 0;
        }
        catch (PostgresException e) when (ServerErrors.IsOtherTable(e))
        {
            await ChunkLease.ReleaseAsync(run, left).ConfigureAwait(false);
            await RestartAsync(current, e, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or InterruptedException or BlockedException)
        {
            await ChunkLease.ReleaseAsync(run, left).ConfigureAwait(false);
            throw;
        }
    }

    /// <returns>False when the chunk is not ours any more.</returns>
    private async Task<bool> RunAsync(IChunkExecution execution, Chunk chunk, int stripe, CancellationToken stop, CancellationToken kill)
    {
        if (chunk is SweepChunk sweep)
            return await new SweepExecution(run, plan, (SqlWork)plan.Work, (PageWindows)plan.Strategy, gate, number).RunAsync(sweep, stop, kill)
                .ConfigureAwait(false);
        StripeResult? done;
        try
        {
            done = await execution.RunAsync(chunk, stripe, kill).ConfigureAwait(false);
        }
        catch (RowsRefusedException e)
        {
            await new RefusedRowSearch(run, plan, (ChunkExecution)execution, gate).RunAsync(chunk with { Stripe = stripe }, e.Error, stop, kill).ConfigureAwait(false);
            return false;
        }

        if (done is not { } result)
            return false;
        source.Record(chunk, result);
        run.Pace.Attempted(failed: false);
        EngineMetrics.Batch(run.Migration.Name, chunk.Relation, result);
        run.Logger.StripeFinished(run.Migration.Name, chunk.Id, stripe + 1, chunk.Stripes, result.Rows, result.Milliseconds);
        await gate.RestAsync(result.Milliseconds, stop).ConfigureAwait(false);
        return true;
    }

    private async Task RestartAsync(Chunk chunk, PostgresException reason, CancellationToken cancellationToken)
    {
        if (++_restarts > MostRestarts)
            throw Lost(reason);
        run.Logger.TableChanged(run.Migration.Name, chunk.Describe(), ServerErrors.Describe(reason));
        try
        {
            await run.PersistAsync(
                plan.Description,
                async token =>
                {
                    await source.RestartAsync(chunk, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (ServerErrors.IsOtherTable(e))
        {
            throw Lost(e);
        }
    }

    private BlockedException Lost(PostgresException reason) => new(
        $"The {plan.Work.Noun} of {plan.Table.QuotedName} has lost its table: {ServerErrors.Describe(reason)} "
        + "If it was renamed, rename it back and run again; if it is gone, revert the migration.", reason);
}
