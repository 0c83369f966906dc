using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Execution;

/// <summary>
/// Runs a transaction that waits for locks, always under a lock timeout: an attempt that does not get in gives way to the application and
/// comes back later.
/// </summary>
internal sealed class StrongLock(RunContext run)
{
    /// <summary>Statements that are instant once they have their lock. If one is not, it is better rolled back than kept.</summary>
    public static readonly TimeSpan Instant = TimeSpan.FromSeconds(15);

    /// <param name="step">What it is for, in words.</param>
    /// <param name="statementTimeout"><see cref="Instant"/>, or no limit for what takes only locks that let reads and writes through.</param>
    /// <param name="work">The statements; the transaction is committed afterwards.</param>
    /// <param name="cancellationToken">Ends waiting and running.</param>
    /// <exception cref="InterruptedException">The lock could not be had within <see cref="PhasedRunnerOptions.LockWaitLimit"/>.</exception>
    public async Task RunAsync(
        string step, TimeSpan statementTimeout, Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(run.Options.LockRetryDelay, run.Options.LockWaitLimit, run.Time);
        while (true)
        {
            var attempt = await TryAsync(statementTimeout, work, cancellationToken).ConfigureAwait(false);
            if (attempt.Failure is null)
                return;
            var blockers = attempt.Blockers ?? "unknown, it had gone when we looked";
            run.Logger.LockNotAvailable(run.Migration.Name, step, backoff.Attempts, blockers);
            run.Report(PhasedProgressKind.Waiting, step, $"Waiting for a lock held by {blockers}");
            await run.RecordAsync("lock_not_available", $"{step}: {blockers}", cancellationToken).ConfigureAwait(false);
            if (!await backoff.WaitAsync(cancellationToken).ConfigureAwait(false))
                throw new InterruptedException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"No lock for: {step} ({backoff.Attempts} attempts in {backoff.Elapsed.TotalSeconds:0} s). Held by {blockers}. End that transaction or wait for it, then run again; everything done so far is kept."),
                    attempt.Failure);
            // Each attempt begins the work anew: not while somebody has paused it, nor after the window has closed.
            if (await run.PassAsync(run.Holds, step, cancellationToken).ConfigureAwait(false))
                backoff = new(run.Options.LockRetryDelay, run.Options.LockWaitLimit, run.Time);
        }
    }

    private async Task<(Exception? Failure, string? Blockers)> TryAsync(
        TimeSpan statementTimeout, Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        using var attemptEnded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(connection.ProcessID, attemptEnded.Token);
        Exception? failure = null;
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await run.Settings(statementTimeout).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
            await work(connection, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (ServerErrors.IsTransient(e))
        {
            failure = e;
        }
        finally
        {
            await attemptEnded.CancelAsync().ConfigureAwait(false);
        }

        return (failure, await watch.ConfigureAwait(false));
    }

    // Only while our session waits does the server know whom it waits for, so somebody else has to look in time.
    private async Task<string?> WatchAsync(int process, CancellationToken attemptEnded)
    {
        try
        {
            await Task.Delay(run.Options.LockTimeout / 2, run.Time, attemptEnded).ConfigureAwait(false);
            await using var connection = await run.DataSource.OpenAsync(attemptEnded).ConfigureAwait(false);
            return await Blockers.DescribeAsync(connection, process, attemptEnded).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException or ServerUnreachableException)
        {
            return null;
        }
    }
}
