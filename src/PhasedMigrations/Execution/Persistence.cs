using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Execution;

/// <summary>Does small work on the ledger again while the server is away or another session is in the way.</summary>
internal static class Persistence
{
    /// <exception cref="InterruptedException">It did not succeed within <see cref="PhasedRunnerOptions.LockWaitLimit"/>.</exception>
    public static async Task<T> PersistAsync<T>(
        this RunContext run, string step, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), run.Options.LockWaitLimit, run.Time);
        while (true)
        {
            Exception failure;
            try
            {
                return await work(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ServerUnreachableException || ServerErrors.IsConnectionLoss(e) || ServerErrors.IsTransient(e) || IsTimeout(e))
            {
                failure = e;
            }

            run.Report(PhasedProgressKind.Waiting, step, ServerErrors.Describe(failure));
            if (!await backoff.WaitAsync(cancellationToken).ConfigureAwait(false))
                throw new InterruptedException($"{step}: {ServerErrors.Describe(failure)} Everything committed so far is kept; run again to go on.", failure);
        }
    }

    private static bool IsTimeout(Exception e) => ServerErrors.SqlState(e) == PostgresErrorCodes.QueryCanceled;
}
