using Npgsql;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Execution;

/// <summary>Lets the server parse and plan every backfill before anything is changed.</summary>
internal sealed class SetClauseTrial(RunContext run)
{
    /// <exception cref="InvalidDefinitionException">The server refuses the UPDATE; nothing was executed.</exception>
    /// <exception cref="MissingPrivilegeException">The role may not execute it.</exception>
    public async Task RequireAsync(PhasedDefinition definition, PhasedPlan plan, CancellationToken cancellationToken)
    {
        // Before the expand phase the columns that the definition adds are missing, and their UPDATE cannot be planned.
        if (plan.Steps.Any(step => step.Phase == PhasedPhase.Expand))
            return;
        foreach (var step in plan.Steps.OfType<BackfillStep>().Where(step => definition.Operations[step.Operation] is BackfillOperation))
            await RequireAsync(step, cancellationToken).ConfigureAwait(false);
    }

    private async Task RequireAsync(BackfillStep step, CancellationToken cancellationToken)
    {
        try
        {
            await new StrongLock(run).RunAsync(
                step.Description,
                StrongLock.Instant,
                (connection, token) => connection.ExecuteAsync(
                    $"EXPLAIN {BackfillText.Update(step.Backfill, step.Table.QuotedName, range: null)}", [], token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MissingPrivilegeException(
                $"The backfill of {step.Table.QuotedName} may not run: {ServerErrors.Describe(e)} Grant the right, then run again; nothing was changed.", e);
        }
        catch (PostgresException e) when (!ServerErrors.IsTransient(e) && !ServerErrors.IsConnectionLoss(e))
        {
            throw new InvalidDefinitionException(
                $"The server does not accept the backfill of {step.Table.QuotedName} (SET {step.Backfill.Set}): {ServerErrors.Describe(e)} "
                + "Revert the migration and register it corrected; nothing was changed.", e);
        }
    }
}
