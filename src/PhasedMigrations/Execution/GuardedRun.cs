using PhasedMigrations.Backfill.Signals;
using PhasedMigrations.Control;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Scheduling;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Execution;

/// <summary>One migration under the eyes of its operator, the clock and the load of the server: each may hold it, and each may end it.</summary>
internal sealed class GuardedRun(RunContext run, Schedule schedule)
{
    /// <param name="stop">The caller's wish that the run ends.</param>
    /// <param name="ended">Fires when the run has to end by its schedule.</param>
    public async Task<PhasedMigrationResult> RunAsync(CancellationToken stop, CancellationToken ended)
    {
        run.Report(PhasedProgressKind.MigrationStarted, "");
        using var activity = EngineActivities.Run(run.Migration.Name);
        var result = await ReachedAsync(stop, ended).ConfigureAwait(false);
        activity.End(result);
        EngineMetrics.Held(run.Migration.Name, isHeld: false);
        run.Logger.MigrationFinished(result.Name, result.Outcome, result.Message);
        run.Report(PhasedProgressKind.MigrationFinished, "", result.Message);
        return result;
    }

    // A server that is just restarting when an operator's wishes are first read interrupts the run as it does later.
    private async Task<PhasedMigrationResult> ReachedAsync(CancellationToken stop, CancellationToken ended)
    {
        try
        {
            return await GuardAsync(stop, ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            // Before it began: the one before it took until the stop.
            return new(run.Migration.Name, PhasedRunOutcome.Interrupted, MigrationRun.Stopped, e);
        }
        catch (Exception e) when (e is ServerUnreachableException || ServerErrors.IsConnectionLoss(e))
        {
            return new(run.Migration.Name, PhasedRunOutcome.Interrupted, $"{ServerErrors.Describe(e)} Run again to go on.", e);
        }
    }

    private async Task<PhasedMigrationResult> GuardAsync(CancellationToken stop, CancellationToken ended)
    {
        var control = await ControlWatch.StartAsync(run.DataSource, (run.Migration.Id, run.Migration.Name), run.Time, stop).ConfigureAwait(false);
        await using var _ = control.ConfigureAwait(false);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stop, ended, control.Cancelled);
        var load = new LoadWatch(run.Options, run.Owner, run.Migration.Id, run.Time);
        await using var __ = load.ConfigureAwait(false);
        var guarded = run with { Control = control, Schedule = schedule, Load = load, Holds = [control, schedule, load.Hold] };
        var result = await new MigrationRun(guarded).RunAsync(any.Token).ConfigureAwait(false);
        if (result.Outcome != PhasedRunOutcome.Interrupted)
            return result;
        if (control.Cancelled.IsCancellationRequested)
            return result with
            {
                Outcome = PhasedRunOutcome.Cancelled,
                Message = new MigrationCancelledException(run.Migration.Name, control.State.Reason).Message,
            };
        return ended.IsCancellationRequested && !stop.IsCancellationRequested
            ? result with { Message = schedule.OutOfTime }
            : result;
    }
}
