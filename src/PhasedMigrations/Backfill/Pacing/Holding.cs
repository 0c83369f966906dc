using PhasedMigrations.Execution;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Backfill.Pacing;

/// <summary>Waits until nothing holds work back any more, and says what does.</summary>
internal static class Holding
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <returns>Why no work may begin now; null when it may.</returns>
    public static async ValueTask<string?> ReasonAsync(this IReadOnlyList<IHold> holds, CancellationToken cancellationToken)
    {
        foreach (var hold in holds)
        {
            if (await hold.ReasonAsync(cancellationToken).ConfigureAwait(false) is { } reason)
                return reason;
        }

        return null;
    }

    /// <summary>Comes back when work may begin. Nothing should be held meanwhile that others wait for.</summary>
    /// <returns>Whether it had to wait.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static async Task<bool> PassAsync(this RunContext run, IReadOnlyList<IHold> holds, string step, CancellationToken stop)
    {
        string? told = null;
        while (await holds.ReasonAsync(stop).ConfigureAwait(false) is { } reason)
        {
            if (reason != told)
                run.ReportHold(step, reason);
            told = reason;
            var since = run.Time.GetTimestamp();
            await Task.Delay(PollInterval, run.Time, stop).ConfigureAwait(false);
            EngineMetrics.HeldFor(run.Migration.Name, run.Time.GetElapsedTime(since));
        }

        return told is not null;
    }
}
