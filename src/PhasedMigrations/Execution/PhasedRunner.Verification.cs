using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.State;
using PhasedMigrations.Verification;

namespace PhasedMigrations;

public sealed partial class PhasedRunner
{
    /// <summary>
    /// Verifies the backfills of a migration that are done, and its foreign keys whether they exist yet or not. The results are kept in the
    /// database: while rows are wrong the contract is refused, until a later verification that covers as much finds none.
    /// </summary>
    /// <param name="migration">Its name.</param>
    /// <param name="request">How; null means counts.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Ends it; a full one goes on from there the next time.</param>
    /// <returns>What was found, by operation.</returns>
    /// <exception cref="ArgumentException">The request is contradictory.</exception>
    /// <exception cref="PhasedMigrationException">The server does not answer, a right is missing, or no such migration is registered.</exception>
    public async Task<IReadOnlyList<PhasedVerification>> VerifyAsync(
        string migration, PhasedVerificationRequest? request = null, IProgress<PhasedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var validated = (request ?? new()).Validated();
        await UpgradeAsync(cancellationToken).ConfigureAwait(false);
        var found = (await LoadAsync([migration], cancellationToken).ConfigureAwait(false))[0];
        try
        {
            return await new VerificationRun(Context(found, progress), validated).VerifyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InterruptedException e)
        {
            throw new PhasedMigrationException(e.Message, e);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw Privileges.Missing(e);
        }
        catch (PostgresException e)
        {
            throw new PhasedMigrationException($"The verification of {migration} could not be done: {RefusalAdvice.For(e)}", e);
        }
    }

    /// <summary>
    /// Lets a migration go on although verifications have found rows that are wrong: somebody has looked at them and answers for them. A later
    /// verification that finds wrong rows refuses again. The next run goes on.
    /// </summary>
    /// <param name="migration">Its name.</param>
    /// <param name="reason">Why they are right, for whoever asks later; it is kept with the results and in the events.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many results were accepted; 0 when none was wrong.</returns>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    /// <exception cref="UnknownObjectException">No such migration is registered.</exception>
    public async Task<int> AcceptVerificationAsync(string migration, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var found = (await LoadAsync([migration], cancellationToken).ConfigureAwait(false))[0];
        return await InStateSchemaAsync(
            connection => VerificationLedger.AcceptAsync(connection, found.Id, reason, cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
