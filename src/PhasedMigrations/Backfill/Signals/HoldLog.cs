using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Execution;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>What holds the process back and since when; each beginning and end is an event.</summary>
internal sealed class HoldLog(RunContext run)
{
    private long _since;

    /// <summary>Null when nothing does.</summary>
    public string? Reason { get; private set; }

    public TimeSpan Duration => Reason is null ? TimeSpan.Zero : run.Time.GetElapsedTime(_since);

    public async Task UpdateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var reason = await ReasonAsync(cancellationToken).ConfigureAwait(false);
        EngineMetrics.Held(run.Migration.Name, reason is not null);
        if (reason == Reason)
            return;
        var (before, duration) = (Reason, Duration);
        (Reason, _since) = (reason, run.Time.GetTimestamp());
        if (reason is not null)
        {
            run.Logger.WorkHeld(run.Migration.Name, reason);
            await EventLog.WriteAsync(connection, run.Migration.Name, "held", reason, cancellationToken).ConfigureAwait(false);
            return;
        }

        run.Logger.WorkReleased(run.Migration.Name, before!, duration.TotalSeconds);
        await EventLog.WriteAsync(
            connection, run.Migration.Name, "released", string.Create(
                CultureInfo.InvariantCulture, $"after {duration.TotalSeconds:0.#} s: {before}"), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string?> ReasonAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await run.Holds.ReasonAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InterruptedException e)
        {
            // The workers meet it as well, and end the run.
            return e.Message;
        }
    }
}
