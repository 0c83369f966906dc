using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Backfill.Refusals;

/// <summary>
/// Halves a chunk that the server refuses until the rows that it is about are known, and does all others. Halves are in the ledger: whoever
/// dies meanwhile loses nothing.
/// </summary>
internal sealed class RefusedRowSearch(RunContext run, BackfillStep plan, ChunkExecution execution, WorkGate gate)
{
    private readonly ChunkSplit _split = new(run, plan);

    /// <param name="chunk">A chunk that is ours.</param>
    /// <param name="error">Why the server refuses it.</param>
    /// <param name="stop">Ends the search after the part that is being tried.</param>
    /// <param name="kill">Ends it at once.</param>
    /// <exception cref="BlockedException">So many rows are refused that looking for more would not help.</exception>
    public async Task RunAsync(Chunk chunk, PostgresException error, CancellationToken stop, CancellationToken kill)
    {
        run.Report(PhasedProgressKind.Waiting, plan.Description, $"Looking for the row that the server refuses: {ServerErrors.Describe(error)}");
        // Depth first: a SET clause that no row can satisfy meets the limit after a few halvings, not after the whole table.
        var open = new Stack<Chunk>([chunk]);
        var errors = new Dictionary<long, PostgresException> { [chunk.Id] = error };
        try
        {
            while (open.TryPeek(out var next))
            {
                stop.ThrowIfCancellationRequested();
                if (await gate.ReasonAsync(stop).ConfigureAwait(false) is not null)
                    break;
                if (errors.Remove(next.Id, out var refusal))
                    await NarrowAsync(open, next, refusal, kill).ConfigureAwait(false);
                else if (await TryAsync(next, errors, stop, kill).ConfigureAwait(false))
                    open.Pop();
            }
        }
        finally
        {
            await ChunkLease.ReleaseAsync(run, open).ConfigureAwait(false);
        }
    }

    /// <returns>False when the server refuses it.</returns>
    private async Task<bool> TryAsync(Chunk chunk, Dictionary<long, PostgresException> errors, CancellationToken stop, CancellationToken kill)
    {
        try
        {
            if (await execution.RunAsync(chunk, stripe: chunk.Stripe, kill).ConfigureAwait(false) is { } result)
            {
                EngineMetrics.Batch(run.Migration.Name, chunk.Relation, result);
                await gate.RestAsync(result.Milliseconds, stop).ConfigureAwait(false);
            }

            return true;
        }
        catch (RowsRefusedException e)
        {
            errors[chunk.Id] = e.Error;
            return false;
        }
    }

    private async Task NarrowAsync(Stack<Chunk> open, Chunk chunk, PostgresException error, CancellationToken kill)
    {
        var halves = await run.PersistAsync(
            plan.Description, token => _split.TryHalveAsync(chunk, ServerErrors.Describe(error), token), kill).ConfigureAwait(false);
        if (halves is null && await execution.RunRowByRowAsync(chunk, kill).ConfigureAwait(false) is { } rows)
            EngineMetrics.Batch(run.Migration.Name, chunk.Relation, rows);
        open.Pop();
        foreach (var half in halves ?? [])
            open.Push(half);
        if (halves is null)
            await RequireFewAsync(chunk, error, kill).ConfigureAwait(false);
    }

    private async Task RequireFewAsync(Chunk chunk, PostgresException error, CancellationToken cancellationToken)
    {
        var known = await run.PersistAsync(
            plan.Description,
            async token =>
            {
                await using var connection = await run.DataSource.OpenAsync(token).ConfigureAwait(false);
                return await FailedRows.CountAsync(connection, chunk.Id, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (known >= run.Options.FailedRowLimit)
            throw new BlockedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The server refuses {known} rows of {plan.Table.QuotedName}, and no more are looked for (FailedRowLimit). The last one, in {chunk.Describe()}: {ServerErrors.Describe(error)} phased.failed_rows lists them. If {plan.Work.Wanted} is wrong, revert the migration and register it corrected; else correct these rows, then run again."),
                error);
    }
}
