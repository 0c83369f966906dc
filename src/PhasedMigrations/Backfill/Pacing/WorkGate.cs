using PhasedMigrations.Execution;
using PhasedMigrations.Planning;

namespace PhasedMigrations.Backfill.Pacing;

/// <summary>Says when the workers of this process may begin a batch of one backfill, and how long they rest after it. They share it.</summary>
internal sealed class WorkGate(RunContext run, BackfillStep plan, IReadOnlyList<IHold> holds)
{
    private readonly TimeSpan _pause = run.Options.Pace == BackfillPace.Gentle ? StartingPace.For(plan.Table.RowEstimate).Pause : TimeSpan.Zero;

    /// <returns>Why no batch may begin now; null when one may.</returns>
    public ValueTask<string?> ReasonAsync(CancellationToken cancellationToken) => holds.ReasonAsync(cancellationToken);

    /// <summary>Comes back when a batch may begin. No chunk should be held meanwhile: its lease would end.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public Task PassAsync(CancellationToken stop) => run.PassAsync(holds, plan.Description, stop);

    /// <summary>The pause after a batch that took so many milliseconds.</summary>
    public Task RestAsync(double milliseconds, CancellationToken stop)
    {
        run.Schedule?.Record(milliseconds);
        var pause = _pause + TimeSpan.FromMilliseconds(milliseconds * run.Options.PauseRatio);
        return pause > TimeSpan.Zero ? Task.Delay(pause, run.Time, stop) : Task.CompletedTask;
    }
}
