using System.Globalization;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Backfill;

/// <summary>A backfill as this process takes part in it: with so many workers, in the way in which it was begun.</summary>
internal sealed class BackfillRun(RunContext run, BackfillStep plan, long step)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Fixes what there is to do. Only the process that holds the migration's lease does that, before anybody works.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var begun = await AsBegunAsync(cancellationToken).ConfigureAwait(false);
        await run.PersistAsync(
            plan.Description,
            async token =>
            {
                await Source(begun, worker: 0).PrepareAsync(token).ConfigureAwait(false);
                await using var connection = await run.DataSource.OpenAsync(token).ConfigureAwait(false);
                await FailedRows.ReopenAsync(connection, run.Migration.Id, step, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="OperationCanceledException">It was stopped; the rest is still in the ledger.</exception>
    public async Task WorkAsync(CancellationToken stop)
    {
        var begun = await AsBegunAsync(stop).ConfigureAwait(false);
        var report = new BackfillReport(run, begun);
        var gate = new WorkGate(run, begun);
        var first = Source(begun, worker: 0);
        await report.TellNowAsync(first, stop).ConfigureAwait(false);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        run.Load?.Watch(begun.Table.QuotedName);
        var workers = new List<Task>();
        // Until one has found that nothing is left, an operator may want more of them.
        while (!workers.Exists(worker => worker.IsCompleted))
        {
            for (var n = workers.Count; n < run.Pace.Workers; n++)
                workers.Add(WorkAsync(new BackfillWorker(run, begun, n, n == 0 ? first : Source(begun, n), gate, n == 0 ? report : null), all));
            await Task.WhenAny([.. workers, Task.Delay(PollInterval, run.Time, CancellationToken.None)]).ConfigureAwait(false);
        }

        await FirstFailureAsync(workers, stop).ConfigureAwait(false);
        run.Load?.Watch(null);
        await report.TellNowAsync(first, stop).ConfigureAwait(false);
    }

    // What stops one worker stops the others, each after its stripe.
    private static async Task WorkAsync(BackfillWorker worker, CancellationTokenSource all)
    {
        try
        {
            await worker.RunAsync(all.Token).ConfigureAwait(false);
        }
        catch
        {
            await all.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task FirstFailureAsync(List<Task> workers, CancellationToken stop)
    {
        var failures = new List<Exception>();
        foreach (var worker in workers)
        {
            try
            {
                await worker.ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        // The cause, not the cancellations that followed from it.
        var cause = failures.Find(failure => failure is not OperationCanceledException) ?? failures.FirstOrDefault();
        stop.ThrowIfCancellationRequested();
        if (cause is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
    }

    // The way in which a table is cut never changes halfway, whatever options another process has.
    private async Task<BackfillStep> AsBegunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var steps = await connection.QueryAsync(
            "SELECT strategy, key_columns, modulus FROM phased.steps WHERE id = $1",
            [step],
            reader => (Strategy: reader.Nullable<string>(0), Columns: reader.Nullable<string[]>(1), Modulus: reader.Nullable<int?>(2)),
            cancellationToken).ConfigureAwait(false);
        if (steps is not [var (begun, columns, modulus)] || begun is null)
            return plan;
        switch (begun)
        {
            case ModuloRanges.StoredName:
                return plan with { Strategy = ModuloRanges.Of(plan.Table, modulus!.Value, "begun so") };
            case TimeRanges.StoredName:
                return plan with { Strategy = TimeRanges.Of(plan.Table, columns![0], "begun so") };
            case var _ when begun == plan.Strategy.Name:
                return plan;
            case KeyRanges.StoredName:
                return plan with { Strategy = new KeyRanges(KeyRange.Of(plan.Table), "begun so") };
        }

        var pages = StrategyChoice.For(plan.Work, plan.Table, StrategyChoice.FirstVersionWithPages, ChunkingWish.Automatic);
        return pages is PageWindows ? plan with { Strategy = pages } : throw new BlockedException(
            $"The {plan.Work.Noun} of {plan.Table.QuotedName} was begun by windows of pages, which is not possible any more: {pages.Reason}. "
            + "Undo that change and run again, or revert the migration and register it again.");
    }

    private ChunkSource Source(BackfillStep begun, int worker)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{run.Owner}#{worker}");
        return begun.Strategy switch
        {
            KeyWalk walk => new KeyRangeChunks(run, begun, walk, step, name),
            PageWindows pages => new PageWindowChunks(run, begun, pages, step, name),
            var other => throw new InvalidOperationException($"No chunks for {other.GetType().Name}."),
        };
    }
}
