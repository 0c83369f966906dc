using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Backfill;

/// <summary>
/// The ledger of one backfill: cuts the table into chunks and hands each to one worker. All workers of all processes share it through the
/// database; an instance belongs to one worker and keeps that worker's pace.
/// </summary>
internal abstract class ChunkSource(RunContext run, BackfillStep plan, long step)
{
    protected RunContext Run { get; } = run;

    protected BackfillStep Plan { get; } = plan;

    protected long Step { get; } = step;

    protected string Table => Plan.Table.QuotedName;

    /// <summary>
    /// Fixes the end of the table, once. Rows that come later are the business of the fill trigger or the default, which are committed by
    /// now; a moving end would never be reached.
    /// </summary>
    /// <exception cref="BlockedException">An earlier run cut the table in another way that is not possible any more.</exception>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <returns>Chunks that are ours now; none when everything is done or in other hands.</returns>
    /// <exception cref="LeaseLostException">The migration was reverted.</exception>
    public abstract Task<IReadOnlyList<Chunk>> ClaimAsync(CancellationToken cancellationToken);

    /// <summary>Learns how a stripe went.</summary>
    public abstract void Record(Chunk chunk, StripeResult result);

    /// <summary>Marks the step as done when everything was cut and is done.</summary>
    /// <returns>Whether it is.</returns>
    /// <exception cref="LeaseLostException">The migration was reverted.</exception>
    public abstract Task<bool> TryFinishAsync(CancellationToken cancellationToken);

    /// <summary>Gathers statistics, which takes as long as it takes, whatever limits the role has, but does not wait for a lock longer than others may.</summary>
    protected async Task AnalyzeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Run.Settings(SessionSettings.NoLimit).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"ANALYZE {Table}", [], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Everything else is done by now.</summary>
    /// <exception cref="BlockedException">Rows are left that the server refuses.</exception>
    protected async Task RequireNoneFailedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await FailedRows.DescribeAsync(connection, Step, cancellationToken).ConfigureAwait(false) is { } rows)
            throw new BlockedException(
                $"The {Plan.Work.Noun} of {Table} is done but for {rows}. Correct them, then run again; if {Plan.Work.Wanted} is wrong, revert the migration and "
                + "register it corrected.");
    }

    /// <summary>Whether there is something to claim at this moment.</summary>
    public virtual Task<bool> HasMoreAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>What all processes have done, and what there is to do, in rows.</summary>
    public abstract Task<(long Done, long Total)> ProgressAsync(CancellationToken cancellationToken);

    /// <summary>The table of the chunk has other pages now: covers it with new lanes.</summary>
    public virtual Task RestartAsync(Chunk chunk, CancellationToken cancellationToken) => Task.CompletedTask;
}
