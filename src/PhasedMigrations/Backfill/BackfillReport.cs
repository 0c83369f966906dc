using PhasedMigrations.Execution;
using PhasedMigrations.Planning;

namespace PhasedMigrations.Backfill;

/// <summary>Tells how far a backfill is, not more often than somebody can read.</summary>
internal sealed class BackfillReport(RunContext run, BackfillStep plan)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly Rate _rate = new(run.Time);
    private long _told;

    public Task TellAsync(ChunkSource source, CancellationToken cancellationToken) =>
        run.Time.GetElapsedTime(_told) < Interval ? Task.CompletedTask : TellNowAsync(source, cancellationToken);

    public async Task TellNowAsync(ChunkSource source, CancellationToken cancellationToken)
    {
        _told = run.Time.GetTimestamp();
        var (done, total) = await run.PersistAsync(plan.Description, source.ProgressAsync, cancellationToken).ConfigureAwait(false);
        run.ReportAdvance(plan.Description, done, total, "rows", _rate);
    }
}
