using Npgsql;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Execution;

/// <summary>Lets the server parse and plan every bulk change before anything is changed.</summary>
internal sealed class WorkTrial(RunContext run)
{
    /// <exception cref="InvalidDefinitionException">The server refuses the statement; nothing was executed.</exception>
    /// <exception cref="MissingPrivilegeException">The role may not execute it.</exception>
    public async Task RequireAsync(PhasedDefinition definition, PhasedPlan plan, CancellationToken cancellationToken)
    {
        // Before the expand phase the columns that the definition adds are missing, and their UPDATE cannot be planned.
        if (plan.Steps.Any(step => step.Phase == PhasedPhase.Expand))
            return;
        // What an operation makes up itself needs no trial.
        foreach (var step in plan.Steps.OfType<BackfillStep>().Where(step => definition.Operations[step.Operation] is not AddRequiredColumnOperation))
        {
            if (step.Work is SqlWork work)
                await RequireAsync(step, work, cancellationToken).ConfigureAwait(false);
            // A process without the transform does the steps before it.
            if (step.Work is TransformWork transform && run.Options.Transforms.Find(transform.Transform.Transform) is not null)
                await TransformBinding.BindAsync(run, transform, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RequireAsync(BackfillStep step, SqlWork work, CancellationToken cancellationToken)
    {
        try
        {
            await new StrongLock(run).RunAsync(
                step.Description,
                StrongLock.Instant,
                (connection, token) => connection.ExecuteAsync($"EXPLAIN {work.Trial(step.Table.QuotedName)}", [], token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MissingPrivilegeException(
                $"The {work.Noun} of {step.Table.QuotedName} may not run: {ServerErrors.Describe(e)} Grant the right, then run again; nothing was changed.", e);
        }
        catch (PostgresException e) when (!ServerErrors.IsTransient(e) && !ServerErrors.IsConnectionLoss(e))
        {
            throw new InvalidDefinitionException(
                $"The server does not accept the {work.Noun} of {step.Table.QuotedName} ({work.Wanted}): {ServerErrors.Describe(e)} "
                + "Revert the migration and register it corrected; nothing was changed.", e);
        }
    }
}
