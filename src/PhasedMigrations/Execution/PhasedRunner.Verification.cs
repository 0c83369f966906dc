using Npgsql;
using PhasedMigrations.Execution;
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
}
