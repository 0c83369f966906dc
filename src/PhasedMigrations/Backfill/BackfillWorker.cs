using PhasedMigrations.Execution;
using PhasedMigrations.Planning;

namespace PhasedMigrations.Backfill;

/// <summary>Takes chunks of a backfill until none is left, at the pace the server allows. Any number of workers may share one backfill.</summary>
internal sealed class BackfillWorker(RunContext run, BackfillStep plan, long step)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private readonly KeyRangeChunks _chunks = new(run, plan, step);
    private readonly ChunkExecution _execution = new(run, plan);
    private readonly ChunkSize _size = new(run.Options.InitialBatchRows, run.Options.TargetBatchTime);

    /// <param name="stop">Ends the work after the chunk that is being executed, for which <see cref="PhasedRunnerOptions.StopGrace"/> is left.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the rest is still in the ledger.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var kill = new CancellationTokenSource();
        await using var grace = stop.Register(() => kill.CancelAfter(run.Options.StopGrace));
        var reported = run.Time.GetTimestamp();
        await ReportAsync(stop).ConfigureAwait(false);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var chunk = await run.PersistAsync(plan.Description, token => _chunks.ClaimAsync(_size.Current, token), stop).ConfigureAwait(false);
            if (chunk is null)
            {
                if (await run.PersistAsync(plan.Description, _chunks.TryFinishAsync, stop).ConfigureAwait(false))
                    break;
                // Others still work on their last chunks, or died with them.
                await Task.Delay(PollInterval, run.Time, stop).ConfigureAwait(false);
                continue;
            }

            var result = await ExecuteAsync(chunk, kill.Token).ConfigureAwait(false);
            if (run.Time.GetElapsedTime(reported) >= ReportInterval)
            {
                reported = run.Time.GetTimestamp();
                await ReportAsync(stop).ConfigureAwait(false);
            }

            if (run.Options.PauseRatio > 0 && result.IsOurs)
                await Task.Delay(TimeSpan.FromMilliseconds(result.Milliseconds * run.Options.PauseRatio), run.Time, stop).ConfigureAwait(false);
        }

        await ReportAsync(stop).ConfigureAwait(false);
    }

    private async Task<ChunkResult> ExecuteAsync(Chunk chunk, CancellationToken kill)
    {
        try
        {
            var result = await _execution.RunAsync(chunk, kill).ConfigureAwait(false);
            if (result.IsOurs)
            {
                _size.Record(chunk.Size, result.Milliseconds);
                run.Logger.ChunkFinished(run.Migration.Name, chunk.Id, result.Rows, result.Milliseconds);
            }

            return result;
        }
        catch (Exception e) when (e is OperationCanceledException or InterruptedException)
        {
            await _execution.ReleaseAsync(chunk).ConfigureAwait(false);
            throw;
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var (done, total) = await run.PersistAsync(plan.Description, _chunks.ProgressAsync, cancellationToken).ConfigureAwait(false);
        run.Report(PhasedProgressKind.StepAdvanced, plan.Description, done: done, total: total, unit: "rows");
    }
}
