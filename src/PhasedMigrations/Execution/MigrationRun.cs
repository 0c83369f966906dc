using Npgsql;
using PhasedMigrations.Backfill;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Verification;

namespace PhasedMigrations.Execution;

/// <summary>One migration from where it stands to where it can get: under its lease, or beside the process that holds it.</summary>
internal sealed class MigrationRun(RunContext run)
{
    public const string Stopped = "Stopped. Everything done so far is kept; run again to go on.";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public async Task<PhasedMigrationResult> RunAsync(CancellationToken stop)
    {
        try
        {
            return await UntilItStopsAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            return Result(PhasedRunOutcome.Interrupted, Stopped, e);
        }
        catch (Exception e) when (e is InterruptedException or ServerUnreachableException || ServerErrors.IsConnectionLoss(e))
        {
            return Result(PhasedRunOutcome.Interrupted, e is NpgsqlException
                ? $"The connection to the server was lost: {ServerErrors.Describe(e)} Everything committed so far is kept; run again to go on."
                : e.Message, e);
        }
        catch (PostgresException e) when (ServerErrors.IsTransient(e))
        {
            return Result(PhasedRunOutcome.Interrupted, $"Another session was in the way: {ServerErrors.Describe(e)} Run again to go on.", e);
        }
        catch (MigrationCancelledException e)
        {
            return Result(PhasedRunOutcome.Cancelled, e.Message, e);
        }
        catch (Exception e) when (e is BlockedException or PhasedMigrationException)
        {
            return await BlockAsync(e.Message, e).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var missing = Privileges.Missing(e);
            return await BlockAsync(missing.Message, missing).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            return await BlockAsync($"The server refuses: {RefusalAdvice.For(e)}", e).ConfigureAwait(false);
        }
    }

    private async Task<PhasedMigrationResult> UntilItStopsAsync(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var now = await ReloadAsync(stop).ConfigureAwait(false);
            switch (now)
            {
                case null:
                    return Result(PhasedRunOutcome.Complete, "It was reverted.");
                case { State: StoredMigration.Completed }:
                    return Result(PhasedRunOutcome.Complete, "Complete.");
                case { State: StoredMigration.AwaitingContract, ContractRequestedAt: null }:
                    return Result(
                        PhasedRunOutcome.AwaitingContract,
                        $"All rows are migrated. When no old version of the application runs any more: phased contract {now.Name}");
            }

            if (run.Load is not null)
                await run.Load.BeginAsync(run, stop).ConfigureAwait(false);
            var lease = await MigrationLease.TryAcquireAsync(
                run.DataSource, now.Id, run.Owner, run.Options, run.Time, stop).ConfigureAwait(false);
            try
            {
                if (lease is null)
                    await BesideOwnerAsync(now, stop).ConfigureAwait(false);
                else
                    await UnderLeaseAsync(lease, stop).ConfigureAwait(false);
            }
            catch (LeaseLostException)
            {
                // Somebody else goes on, or it was reverted; the loop looks how far it is now.
            }
        }
    }

    private async Task UnderLeaseAsync(MigrationLease lease, CancellationToken stop)
    {
        await using var _ = lease.ConfigureAwait(false);
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stop, lease.Lost);
        try
        {
            await OwnAsync(lease, work.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new LeaseLostException();
        }
    }

    private async Task OwnAsync(MigrationLease lease, CancellationToken cancellationToken)
    {
        var (definition, plan) = await PlanAsync(run, cancellationToken).ConfigureAwait(false);
        await new WorkTrial(run).RequireAsync(definition, plan, cancellationToken).ConfigureAwait(false);
        var steps = plan.Before(PhasedPhase.Contract).ToList();
        run.Logger.MigrationStarted(run.Migration.Name, steps.Count);
        await SetStateAsync(lease, "state = 'migrating', blocked_reason = NULL", "state = 'blocked'", cancellationToken).ConfigureAwait(false);
        foreach (var step in steps)
        {
            await run.PassAsync(run.Holds, step.Description, cancellationToken).ConfigureAwait(false);
            await new StepExecution(run, lease).RunAsync(step, cancellationToken).ConfigureAwait(false);
        }

        await new VerificationRun(run, run.Options.VerificationRequest).RequireCleanAsync(cancellationToken).ConfigureAwait(false);
        await SetStateAsync(
            lease,
            """
            state = CASE WHEN contract_sql = '[]' THEN 'completed' ELSE 'awaiting_contract' END,
            completed_at = CASE WHEN contract_sql = '[]' THEN clock_timestamp() END
            """,
            "state IN ('migrating', 'blocked')",
            cancellationToken).ConfigureAwait(false);

        var now = await ReloadAsync(cancellationToken).ConfigureAwait(false);
        if (now is not { State: StoredMigration.AwaitingContract, ContractRequestedAt: not null })
            return;
        await run.PassAsync(run.Holds, StepExecution.ContractDescription, cancellationToken).ConfigureAwait(false);
        await new StepExecution(run, lease).ContractAsync(now, cancellationToken).ConfigureAwait(false);
    }

    // Another process changes the schema; the chunks of its backfill are for everybody.
    private async Task BesideOwnerAsync(StoredMigration now, CancellationToken stop)
    {
        string? missing = null;
        if (await OpenBackfillAsync(stop).ConfigureAwait(false) is var (id, operation))
        {
            var (_, plan) = await PlanAsync(run, stop).ConfigureAwait(false);
            var step = plan.Steps.OfType<BackfillStep>().FirstOrDefault(step => step.Operation == operation);
            missing = step?.Work is TransformWork { Transform.Transform: var name } && run.Options.Transforms.Find(name) is null ? name : null;
            if (step is { } backfill && missing is null)
            {
                await new BackfillRun(run, backfill, id).WorkAsync(stop).ConfigureAwait(false);
                return;
            }
        }

        run.Logger.LeaseHeldElsewhere(now.Name);
        var reason = missing is null ? "" : $"; this one cannot take part, it does not have the transform {missing}";
        run.Report(PhasedProgressKind.Waiting, "", $"Another process works on it: {now.LeaseOwner ?? "it has just begun"}{reason}");
        await Task.Delay(PollInterval, run.Time, stop).ConfigureAwait(false);
    }

    /// <exception cref="PhasedMigrationException">The definition does not fit the database.</exception>
    public static async Task<(PhasedDefinition Definition, PhasedPlan Plan)> PlanAsync(RunContext run, CancellationToken cancellationToken)
    {
        var definition = run.Migration.Definition;
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await run.Settings(StrongLock.Instant).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var facts = await FactsReader.ReadAsync(connection, definition, cancellationToken).ConfigureAwait(false);
        var finished = await StepLedger.FinishedAsync(connection, run.Migration.Id, cancellationToken).ConfigureAwait(false);
        var role = await connection.ScalarAsync<string>("SELECT current_user::text", [], cancellationToken).ConfigureAwait(false);
        var plan = Planner.Plan(run.Migration.Name, definition, facts, finished, ChunkingWish.Of(run.Options));
        Privileges.Require(role!, definition, facts);
        return (definition, plan);
    }

    private async Task<(long Id, int Operation)?> OpenBackfillAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = await connection.QueryAsync(
            "SELECT id, operation FROM phased.steps WHERE migration_id = $1 AND kind = 'backfill' AND state = 'running' AND strategy IS NOT NULL",
            [run.Migration.Id], reader => (reader.GetInt64(0), reader.GetInt32(1)), cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    private async Task SetStateAsync(MigrationLease lease, string set, string where, CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await lease.FenceAsync(connection, cancellationToken).ConfigureAwait(false);
        var changed = await connection.ScalarAsync<string>(
            $"UPDATE phased.migrations SET {set} WHERE id = $1 AND {where} RETURNING state", [run.Migration.Id], cancellationToken).ConfigureAwait(false);
        if (changed is not null)
            await EventLog.WriteAsync(connection, run.Migration.Name, changed, $"State: {changed}.", cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<PhasedMigrationResult> BlockAsync(string message, Exception error)
    {
        using var limit = new CancellationTokenSource(run.Options.StopGrace, run.Time);
        try
        {
            await using var connection = await run.DataSource.OpenAsync(limit.Token).ConfigureAwait(false);
            // What another process works on is not blocked because this one may not take part; our own lease has ended by now.
            var blocked = await connection.ExecuteAsync(
                """
                UPDATE phased.migrations SET state = 'blocked', blocked_reason = $2
                WHERE id = $1 AND state IN ('migrating', 'blocked') AND (lease_until IS NULL OR lease_until < clock_timestamp())
                """,
                [run.Migration.Id, message], limit.Token).ConfigureAwait(false);
            if (blocked > 0)
                await EventLog.WriteAsync(connection, run.Migration.Name, "blocked", message, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or ServerUnreachableException or OperationCanceledException)
        {
            // The server is away, somebody holds the row, or the role may not write here. The caller still learns the reason; the stored state is what it was.
        }

        return Result(PhasedRunOutcome.Blocked, message, error);
    }

    private async Task<StoredMigration?> ReloadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await StoredMigration.ReloadAsync(connection, run.Migration.Id, cancellationToken).ConfigureAwait(false);
    }

    private PhasedMigrationResult Result(PhasedRunOutcome outcome, string message, Exception? error = null) =>
        new(run.Migration.Name, outcome, message, error);
}
