using System.Globalization;
using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Verification;

/// <summary>Verifies what the backfills of a migration have done, and keeps the results.</summary>
internal sealed class VerificationRun(RunContext run, PhasedVerificationRequest request)
{
    // A sample of fewer pages than that says little, and reading all of them costs little.
    private const int FewPages = 50;
    private readonly List<(int Operation, PhasedVerification Result)> _results = [];

    private string Name => run.Migration.Name;

    /// <summary>Everything that was asked for, whatever was verified before.</summary>
    public async Task<IReadOnlyList<PhasedVerification>> VerifyAsync(CancellationToken cancellationToken)
    {
        var (definition, facts, works) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var work in works)
        {
            if (work.Pending is { } pending && work.Horizon is not null)
                await RunAsync(RowCheck.Pending(work, run.Migration.Id, pending), cancellationToken).ConfigureAwait(false);
            if (request.Mode >= PhasedVerificationMode.Sample)
                await ValuesAsync(work, Percent, cancellationToken).ConfigureAwait(false);
        }

        for (var i = 0; i < definition.Operations.Count; i++)
        {
            if (definition.Operations[i] is AddForeignKeyOperation key)
                await OrphansAsync(i, key, facts, cancellationToken).ConfigureAwait(false);
        }

        if (await FailureAsync(definition, cancellationToken).ConfigureAwait(false) is { } failure)
            await BlockAsync(failure, cancellationToken).ConfigureAwait(false);
        return [.. _results.Select(result => result.Result)];
    }

    /// <summary>What the options ask for and was not done since the backfill, and again whatever failed.</summary>
    /// <exception cref="BlockedException">Rows are wrong.</exception>
    public async Task RequireCleanAsync(CancellationToken cancellationToken)
    {
        var (definition, facts, works) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var work in works)
        {
            // Where a trigger fills, the server counts and validates NOT NULL: that says more.
            if (request.Mode >= PhasedVerificationMode.Counts && !work.Work.IsFilledByTrigger && work is { Pending: { } pending, Horizon: not null }
                && !await HasSinceAsync(work, PhasedVerificationSubject.Pending, 100, cancellationToken).ConfigureAwait(false))
                await RunAsync(RowCheck.Pending(work, run.Migration.Id, pending), cancellationToken).ConfigureAwait(false);
            if (request.Mode >= PhasedVerificationMode.Sample
                && !await HasSinceAsync(work, PhasedVerificationSubject.Values, Percent, cancellationToken).ConfigureAwait(false))
                await ValuesAsync(work, Percent, cancellationToken).ConfigureAwait(false);
        }

        foreach (var failed in await FailedAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_results.All(result => result.Operation != failed.Operation || Word(result.Result.Subject) != failed.Subject))
                await AgainAsync(failed, definition, facts, works, cancellationToken).ConfigureAwait(false);
        }

        if (await FailureAsync(definition, cancellationToken).ConfigureAwait(false) is { } failure)
            throw new BlockedException(failure);
    }

    private double Percent => request.Mode == PhasedVerificationMode.Full ? 100 : request.SamplePercent;

    private async Task AgainAsync(
        VerificationRow failed, PhasedDefinition definition, ServerFacts facts, IReadOnlyList<VerifiedWork> works, CancellationToken cancellationToken)
    {
        if (definition.Operations[failed.Operation] is AddForeignKeyOperation key)
            await OrphansAsync(failed.Operation, key, facts, cancellationToken).ConfigureAwait(false);
        else if (works.FirstOrDefault(work => work.Operation == failed.Operation) is not { } work)
            return;
        else if (failed.Subject == Word(PhasedVerificationSubject.Values))
            await ValuesAsync(work, failed.Percent, cancellationToken).ConfigureAwait(false);
        else if (work.Pending is { } pending)
            await RunAsync(RowCheck.Pending(work, run.Migration.Id, pending), cancellationToken).ConfigureAwait(false);
    }

    private async Task ValuesAsync(VerifiedWork work, double percent, CancellationToken cancellationToken)
    {
        var comparison = await ReadAsync(
            (connection, token) => ValueComparison.ForAsync(connection, work, token), cancellationToken).ConfigureAwait(false);
        if (comparison.Refusal is { } refusal)
        {
            var refused = await InLedgerAsync(
                async (connection, token) =>
                {
                    var row = await VerificationLedger.BeginAsync(connection, run.Migration.Id, work.Operation, "values", percent, token).ConfigureAwait(false);
                    await VerificationLedger.RefuseAsync(connection, row, refusal, token).ConfigureAwait(false);
                    return row with { Refusal = refusal };
                },
                cancellationToken).ConfigureAwait(false);
            Add(work.Description, refused);
            return;
        }

        await RunAsync(RowCheck.Values(work, run.Migration.Id, percent, comparison.Different), cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(RowCheck check, CancellationToken cancellationToken)
    {
        var table = check.Work.Table;
        var pages = check.Percent < 100 ? await PagesAsync(table, cancellationToken).ConfigureAwait(false) : 0;
        if (check.Percent < 100 && pages * check.Percent / 100 < FewPages)
            check = check with { Percent = 100 };
        var subject = Word(check.Subject);
        var scan = new RowScan(run, check, request.Repair);
        run.Report(PhasedProgressKind.StepStarted, check.Description);
        VerificationRow? row = null;
        if (check.Percent < 100 || !table.IsHeap || !table.CanUpdateLeaves)
        {
            var sample = check.Percent < 100
                ? string.Create(CultureInfo.InvariantCulture, $" TABLESAMPLE SYSTEM ({check.Percent}) REPEATABLE ({request.Seed})")
                : "";
            row = await AtOnceAsync(scan, check, $"{table.QuotedName}{sample}", cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var interrupted = await InLedgerAsync(
                (connection, token) => VerificationLedger.FindInterruptedAsync(connection, run.Migration.Id, check.Work.Operation, subject, check.Percent, token),
                cancellationToken).ConfigureAwait(false);
            if (interrupted is not null)
                row = await scan.RunAsync(interrupted, cancellationToken).ConfigureAwait(false);
            row ??= await scan.RunAsync(await BeginAsync(check, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        run.Report(PhasedProgressKind.StepFinished, check.Description);
        Add(check.Work.Description, row!);
    }

    // A sample, or a table that has no pages to go by: one statement.
    private async Task<VerificationRow> AtOnceAsync(RowScan scan, RowCheck check, string target, CancellationToken cancellationToken)
    {
        var row = await BeginAsync(check, cancellationToken).ConfigureAwait(false);
        var (judged, wrong, unjudged, examples) = await ReadAsync(
            async (connection, token) =>
            {
                var (rows, bad, others) = await scan.CountAsync(connection, target, window: null, token).ConfigureAwait(false);
                return (rows, bad, others, bad == 0 ? [] : await scan.ExamplesAsync(connection, target, window: null, token).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
        return await FinishAsync(row, check.Work.Table, new(null, null, null, judged, wrong, 0, unjudged, examples), cancellationToken).ConfigureAwait(false);
    }

    private async Task OrphansAsync(int operation, AddForeignKeyOperation key, ServerFacts facts, CancellationToken cancellationToken)
    {
        var principal = facts.Table(key.PrincipalSchema, key.PrincipalTable);
        var row = await InLedgerAsync(
            (connection, token) => VerificationLedger.BeginAsync(connection, run.Migration.Id, operation, "orphans", 100, token), cancellationToken).ConfigureAwait(false);
        var references = key.PrincipalColumns is { Count: > 0 } named ? named : [.. (principal.Key ?? []).Select(column => column.Name)];
        var table = facts.TableOf(key);
        var orphans = new Orphans(table.QuotedName, principal.QuotedName, key.Columns, references);
        var (rows, count, examples) = await ReadAsync(orphans.CountAsync, cancellationToken).ConfigureAwait(false);
        var result = await FinishAsync(row, table, new(null, null, null, rows, count, 0, 0, examples), cancellationToken).ConfigureAwait(false);
        Add(OperationDescription.Of(key), result);
    }

    private Task<VerificationRow> BeginAsync(RowCheck check, CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => VerificationLedger.BeginAsync(
            connection, run.Migration.Id, check.Work.Operation, Word(check.Subject), check.Percent, token),
        cancellationToken);

    private async Task<VerificationRow> FinishAsync(VerificationRow row, TableFacts table, VerificationPiece piece, CancellationToken cancellationToken)
    {
        var finished = await InLedgerAsync(
            async (connection, token) =>
            {
                await VerificationLedger.AdvanceAsync(connection, row, piece, isLast: true, token).ConfigureAwait(false);
                return await VerificationLedger.ReadAsync(connection, row.Id, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        EngineMetrics.Verified(Name, table.QuotedName, row, finished);
        return finished;
    }

    /// <returns>What is wrong and how to go on; null when nothing is.</returns>
    private async Task<string?> FailureAsync(PhasedDefinition definition, CancellationToken cancellationToken)
    {
        var failed = await FailedAsync(cancellationToken).ConfigureAwait(false);
        if (failed.Count == 0)
            return null;
        var sentences = failed.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{OperationDescription.Of(definition.Operations[row.Operation])}: {row.Wrong - row.Repaired} of {row.Checked} rows {Fault(row)} (for example {string.Join("; ", row.Examples)})"));
        var repair = failed.All(row => row.Subject == "orphans") ? "" : $", or let \"phased verify {Name} --full --repair\" write what the backfill would";
        return $"The verification failed, so nothing is enforced or dropped. {string.Join(". ", sentences)}. Correct these rows{repair}; then run again.";
    }

    private static string Fault(VerificationRow row) => row.Subject switch
    {
        "pending" => "are not done",
        "values" => "hold another value than the expression gives",
        _ => "refer to nothing",
    };

    private Task<List<VerificationRow>> FailedAsync(CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => VerificationLedger.FailedAsync(connection, run.Migration.Id, token), cancellationToken);

    private Task<bool> HasSinceAsync(VerifiedWork work, PhasedVerificationSubject subject, double percent, CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => VerificationLedger.HasSinceAsync(
            connection, run.Migration.Id, work.Operation, Word(subject), percent, work.FinishedAt, token),
        cancellationToken);

    private Task<int> BlockAsync(string reason, CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => connection.ExecuteAsync(
            """
            WITH blocked AS (
                UPDATE phased.migrations SET state = 'blocked', blocked_reason = $2
                WHERE id = $1 AND state IN ('migrating', 'awaiting_contract', 'blocked') RETURNING name)
            INSERT INTO phased.events (migration, kind, message) SELECT name, 'blocked', $2 FROM blocked
            """,
            [run.Migration.Id, reason], token),
        cancellationToken);

    private async Task<(PhasedDefinition Definition, ServerFacts Facts, IReadOnlyList<VerifiedWork> Works)> ReadAsync(CancellationToken cancellationToken)
    {
        var definition = run.Migration.Definition;
        return await ReadAsync(
            async (connection, token) =>
            {
                var facts = await FactsReader.ReadAsync(connection, definition, token).ConfigureAwait(false);
                return (definition, facts, await VerifiedWork.FindAsync(connection, run.Migration.Id, definition, facts, token).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Task<long> PagesAsync(TableFacts table, CancellationToken cancellationToken) => ReadAsync(
        (connection, token) => connection.ScalarAsync<long>(
            """
            SELECT coalesce(sum(pg_relation_size(c.oid)) / current_setting('block_size')::bigint, 0)::bigint
            FROM pg_class c
            WHERE c.relkind = 'r' AND (c.oid = $1::regclass OR c.oid IN (SELECT p.relid FROM pg_partition_tree($1::regclass) p))
            """,
            [Commands.AsText(table.QuotedName)], token),
        cancellationToken);

    // Under the search path of the migration, in one snapshot, for as long as it takes.
    private async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        T answer = default!;
        await new StrongLock(run).RunAsync(
            "verification",
            SessionSettings.NoLimit,
            async (connection, token) => answer = await read(connection, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return answer;
    }

    private Task<T> InLedgerAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => run.PersistAsync(
        "verification",
        async token =>
        {
            await using var connection = await run.DataSource.OpenAsync(token).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
            var result = await work(connection, token).ConfigureAwait(false);
            await transaction.CommitAsync(token).ConfigureAwait(false);
            return result;
        },
        cancellationToken);

    private void Add(string operation, VerificationRow row) => _results.Add((row.Operation, new()
    {
        Operation = operation,
        Subject = Enum.Parse<PhasedVerificationSubject>(row.Subject, ignoreCase: true),
        Percent = row.Percent,
        RowsChecked = row.Checked,
        RowsWrong = row.Wrong,
        RowsRepaired = row.Repaired,
        RowsUnjudged = row.Unjudged,
        Examples = row.Examples,
        Refusal = row.Refusal,
    }));

    private static string Word(PhasedVerificationSubject subject) => subject.ToString().ToLowerInvariant();
}
