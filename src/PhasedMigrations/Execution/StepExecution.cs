using Npgsql;
using PhasedMigrations.Backfill;
using PhasedMigrations.Control;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Execution;

/// <summary>Executes a step and records it. Each can be repeated from the start after any interruption.</summary>
internal sealed class StepExecution(RunContext run, MigrationLease lease)
{
    public const string ContractDescription = "contract: enforce, and drop what bridged the phases";

    public async Task RunAsync(PlanStep step, CancellationToken cancellationToken)
    {
        using var activity = EngineActivities.Step(run.Migration.Name, step.Phase, step.Kind, step.Description);
        run.Logger.StepStarted(run.Migration.Name, step.Description);
        run.Report(PhasedProgressKind.StepStarted, step.Description);
        var id = await InLedgerAsync(
            connection => StepLedger.BeginAsync(connection, run.Migration.Id, lease.Epoch, step, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(step, id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BlockedException or PostgresException && !ServerErrors.IsConnectionLoss(e))
        {
            activity.Fail(e);
            var reason = e is BlockedException ? e.Message : ServerErrors.Describe(e);
            await InLedgerAsync(
                async connection =>
                {
                    await StepLedger.FailAsync(connection, id, reason, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            throw;
        }

        await InLedgerAsync(
            async connection =>
            {
                await StepLedger.FinishAsync(connection, id, cancellationToken).ConfigureAwait(false);
                await EventLog.WriteAsync(connection, run.Migration.Name, "step_done", step.Description, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        run.Logger.StepFinished(run.Migration.Name, step.Description);
        run.Report(PhasedProgressKind.StepFinished, step.Description);
    }

    /// <summary>Executes the statements that were stored at registration, all in one transaction with the final state.</summary>
    public async Task ContractAsync(StoredMigration migration, CancellationToken cancellationToken)
    {
        using var activity = EngineActivities.Step(migration.Name, PhasedPhase.Contract, "contract", ContractDescription);
        run.Logger.StepStarted(migration.Name, ContractDescription);
        run.Report(PhasedProgressKind.StepStarted, ContractDescription);
        await FencedAsync(
            ContractDescription,
            async (connection, token) =>
            {
                // The fence holds the row: an operator who cancels now comes too late, and one who has cancelled is heard.
                if (await ControlState.ReadAsync(connection, migration.Id, token).ConfigureAwait(false) is { IsCancelled: true } control)
                    throw new MigrationCancelledException(migration.Name, control.Reason);
                if ((await VerificationLedger.FailedAsync(connection, migration.Id, token).ConfigureAwait(false)).Count > 0)
                    throw new BlockedException("A verification has found rows that are wrong: run again to see which, and correct them; the contract is refused until then.");
                foreach (var statement in migration.ContractSql)
                    await connection.ExecuteAsync(statement, [], token).ConfigureAwait(false);
                await connection.ExecuteAsync(
                    "UPDATE phased.migrations SET state = 'completed', completed_at = clock_timestamp(), blocked_reason = NULL WHERE id = $1",
                    [migration.Id], token).ConfigureAwait(false);
                await EventLog.WriteAsync(connection, migration.Name, StoredMigration.Completed, "Contracted by the engine.", token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        run.Logger.StepFinished(migration.Name, ContractDescription);
        run.Report(PhasedProgressKind.StepFinished, ContractDescription);
    }

    private Task ExecuteAsync(PlanStep step, long id, CancellationToken cancellationToken) => step switch
    {
        StatementStep statements => FencedAsync(
            step.Description,
            async (connection, token) =>
            {
                foreach (var statement in statements.Statements)
                    await connection.ExecuteAsync(statement, [], token).ConfigureAwait(false);
            },
            cancellationToken),
        BackfillStep backfill => BackfillAsync(backfill, id, cancellationToken),
        VerifyNoNullStep verify => new ConstraintValidator(run).RequireNoNullAsync(verify, cancellationToken),
        VerifyCopiesStep copies => new ConstraintValidator(run).RequireCopiesAsync(copies, cancellationToken),
        ValidateNotNullStep notNull => new ConstraintValidator(run).ValidateAsync(notNull, cancellationToken),
        ValidateForeignKeyStep foreignKey => new ConstraintValidator(run).ValidateAsync(foreignKey, cancellationToken),
        BuildIndexStep index => BuildIndexAsync(index, cancellationToken),
        _ => throw new InvalidOperationException($"No executor for {step.GetType().Name}."),
    };

    private async Task BackfillAsync(BackfillStep step, long id, CancellationToken cancellationToken)
    {
        if (step.Work is TransformWork transform)
            _ = TransformBinding.Require(run, transform);
        var backfill = new BackfillRun(run, step, id);
        await backfill.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await backfill.WorkAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task BuildIndexAsync(BuildIndexStep step, CancellationToken cancellationToken)
    {
        await new IndexBuilder(run, step).RunAsync(cancellationToken).ConfigureAwait(false);
        // A concurrent build has no transaction that could be fenced: if the migration was reverted meanwhile, the index goes too.
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (await StoredMigration.ReloadAsync(connection, run.Migration.Id, cancellationToken).ConfigureAwait(false) is not null)
            return;
        await connection.ExecuteAsync(
            IndexText.Drop(step.Index with { Schema = step.Table.Schema }, concurrently: true), [], cancellationToken).ConfigureAwait(false);
        throw new LeaseLostException();
    }

    private Task FencedAsync(string step, Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        new StrongLock(run).RunAsync(
            step,
            StrongLock.Instant,
            async (connection, token) =>
            {
                await lease.FenceAsync(connection, token).ConfigureAwait(false);
                await work(connection, token).ConfigureAwait(false);
            },
            cancellationToken);

    private async Task<T> InLedgerAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await work(connection).ConfigureAwait(false);
    }
}
