using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Backfill.Pacing;

/// <summary>Says when the workers of this process may begin a batch of one backfill, and how long they rest after it. They share it.</summary>
internal sealed class WorkGate(RunContext run, BackfillStep plan)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private readonly TimeSpan _gentlePause = StartingPace.For(plan.Table.RowEstimate).Pause;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _told;

    /// <summary>The backfill is done: nobody needs to wait any more.</summary>
    public void Finish() => _finished.TrySetResult();

    /// <returns>Why nobody may begin a batch now; null when somebody may.</returns>
    public ValueTask<string?> ReasonAsync(CancellationToken cancellationToken) => run.Holds.ReasonAsync(cancellationToken);

    /// <param name="worker">From 0; the first so many as the pace allows may work.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Whether this worker may begin a batch now.</returns>
    public async ValueTask<bool> IsOpenAsync(int worker, CancellationToken cancellationToken) =>
        worker < run.Pace.Workers && await ReasonAsync(cancellationToken).ConfigureAwait(false) is null;

    /// <summary>Comes back when a batch may begin. No chunk should be held meanwhile: its lease would end.</summary>
    /// <returns>False when the backfill was finished meanwhile.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="InterruptedException">A limit is reached at which the run has to end.</exception>
    public async Task<bool> PassAsync(int worker, CancellationToken stop)
    {
        while (!_finished.Task.IsCompleted)
        {
            var reason = await ReasonAsync(stop).ConfigureAwait(false);
            // Once for all workers.
            if (Interlocked.Exchange(ref _told, reason) != reason && reason is not null)
                run.ReportHold(plan.Description, reason);
            if (reason is null && worker < run.Pace.Workers)
                return true;
            var since = run.Time.GetTimestamp();
            await Task.WhenAny(Task.Delay(PollInterval, run.Time, stop), _finished.Task).ConfigureAwait(false);
            // The process is held once, however many workers it has.
            if (reason is not null && worker == 0)
                EngineMetrics.HeldFor(run.Migration.Name, run.Time.GetElapsedTime(since));
            stop.ThrowIfCancellationRequested();
        }

        return false;
    }

    /// <summary>The pause after a batch that took so many milliseconds.</summary>
    public Task RestAsync(double milliseconds, CancellationToken stop)
    {
        run.Schedule?.Record(milliseconds);
        var pause = TimeSpan.FromMilliseconds(milliseconds * run.Pace.PauseRatio);
        if (run.Pace.Pace == BackfillPace.Gentle)
            pause += _gentlePause;
        return pause > TimeSpan.Zero ? Task.Delay(pause, run.Time, stop) : Task.CompletedTask;
    }
}
