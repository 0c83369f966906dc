using System.Globalization;
using PhasedMigrations.Execution;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Verification;

/// <summary>Verifies what the bulk work of a migration has done, and keeps the results.</summary>
internal sealed class VerificationRun(RunContext run, PhasedVerificationRequest request)
{
    // A sample of fewer pages than that says little, and reading all of them costs little.
    private const int FewPages = 50;
    private readonly VerificationStore _store = new(run);
    private readonly List<(int Operation, PhasedVerification Result)> _results = [];

    /// <summary>Everything that was asked for, whatever was verified before.</summary>
    public async Task<IReadOnlyList<PhasedVerification>> VerifyAsync(CancellationToken cancellationToken)
    {
        var (definition, facts, works) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var work in works)
        {
            foreach (var (subject, percent) in Subjects(work))
                await AskAsync(work, subject, percent, cancellationToken).ConfigureAwait(false);
        }

        for (var i = 0; i < definition.Operations.Count; i++)
        {
            if (definition.Operations[i] is AddForeignKeyOperation key)
                await OrphansAsync(i, key, facts, cancellationToken).ConfigureAwait(false);
        }

        if (await FailureAsync(definition, cancellationToken).ConfigureAwait(false) is { } failure)
            await _store.BlockAsync(failure, cancellationToken).ConfigureAwait(false);
        return [.. _results.Select(result => result.Result)];
    }

    /// <summary>What the options ask for and was not done since the work, and again whatever failed.</summary>
    /// <exception cref="BlockedException">Rows are wrong.</exception>
    public async Task RequireCleanAsync(CancellationToken cancellationToken)
    {
        var (definition, facts, works) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var work in works)
        {
            foreach (var (subject, percent) in Subjects(work).Where(asked => !IsProven(work, asked.Subject)))
            {
                if (!await _store.HasSinceAsync(work, subject, percent, cancellationToken).ConfigureAwait(false))
                    await AskAsync(work, subject, percent, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var failed in await _store.FailedAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_results.All(result => result.Operation != failed.Operation || result.Result.Subject != Subject(failed)))
                await AgainAsync(failed, definition, facts, works, cancellationToken).ConfigureAwait(false);
        }

        if (await FailureAsync(definition, cancellationToken).ConfigureAwait(false) is { } failure)
            throw new BlockedException(failure);
    }

    private IEnumerable<(PhasedVerificationSubject Subject, double Percent)> Subjects(VerifiedWork work)
    {
        if (request.Mode == PhasedVerificationMode.None)
            yield break;
        yield return (PhasedVerificationSubject.Pending, 100);
        if (work.Work is DeleteWork { Archive: not null })
            yield return (PhasedVerificationSubject.Archive, 100);
        if (request.Mode < PhasedVerificationMode.Sample || work.Work is DeleteWork)
            yield break;
        var percent = request.Mode == PhasedVerificationMode.Full ? 100 : request.SamplePercent;
        yield return (PhasedVerificationSubject.Values, percent);
        if (work.Work is CopyWork)
            yield return (PhasedVerificationSubject.Surplus, percent);
    }

    // Where a trigger fills, the server counts and validates NOT NULL: that says more. Copies are counted by a step of their own.
    private static bool IsProven(VerifiedWork work, PhasedVerificationSubject subject) =>
        subject == PhasedVerificationSubject.Pending && work.Work is UpdateWork { IsFilledByTrigger: true } or CopyWork;

    private async Task AgainAsync(
        VerificationRow failed, PhasedDefinition definition, ServerFacts facts, IReadOnlyList<VerifiedWork> works, CancellationToken cancellationToken)
    {
        if (definition.Operations[failed.Operation] is AddForeignKeyOperation key)
            await OrphansAsync(failed.Operation, key, facts, cancellationToken).ConfigureAwait(false);
        else if (works.FirstOrDefault(work => work.Operation == failed.Operation) is { } work)
            await AskAsync(work, Subject(failed), failed.Percent, cancellationToken).ConfigureAwait(false);
    }

    private async Task AskAsync(VerifiedWork work, PhasedVerificationSubject subject, double percent, CancellationToken cancellationToken)
    {
        if (work.Work is DeleteWork { Archive: { } archive } && subject == PhasedVerificationSubject.Archive)
        {
            await ArchiveAsync(work, archive, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (work.Work is TransformWork transform && subject == PhasedVerificationSubject.Values)
        {
            await TransformedAsync(work, transform, percent, cancellationToken).ConfigureAwait(false);
            return;
        }

        var check = await _store.ReadAsync(
            (connection, token) => RowChecks.ForAsync(connection, work, subject, percent, run.Migration.Id, token), cancellationToken).ConfigureAwait(false);
        if (check?.Refusal is { } refusal)
            await RefuseAsync(work, subject, percent, refusal, cancellationToken).ConfigureAwait(false);
        else if (check is not null)
            await RunAsync(check, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(RowCheck check, CancellationToken cancellationToken)
    {
        var table = check.Table;
        var pages = check.Percent < 100 ? await PagesAsync(table, cancellationToken).ConfigureAwait(false) : 0;
        if (check.Percent < 100 && pages * check.Percent / 100 < FewPages)
            check = check with { Percent = 100 };
        var scan = new RowScan(run, check, request.Repair);
        run.Report(PhasedProgressKind.StepStarted, check.Description);
        VerificationRow? row = null;
        if (check.Percent < 100 || !table.IsHeap || !table.CanUpdateLeaves)
        {
            var sample = check.Percent < 100
                ? string.Create(CultureInfo.InvariantCulture, $" TABLESAMPLE SYSTEM ({check.Percent}) REPEATABLE ({request.Seed})")
                : "";
            row = await AtOnceAsync(scan, check, $"{table.QuotedName}{(check.Alias is null ? "" : $" AS {check.Alias}")}{sample}", cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            if (await _store.FindInterruptedAsync(check, cancellationToken).ConfigureAwait(false) is { } interrupted)
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
        var (judged, wrong, unjudged, examples) = await _store.ReadAsync(
            async (connection, token) =>
            {
                var (rows, bad, others) = await scan.CountAsync(connection, target, window: null, token).ConfigureAwait(false);
                return (rows, bad, others, bad == 0 ? [] : await scan.ExamplesAsync(connection, target, window: null, token).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
        return await _store.FinishAsync(row, check.Table, new(null, null, null, judged, wrong, 0, unjudged, examples), cancellationToken).ConfigureAwait(false);
    }

    private async Task ArchiveAsync(VerifiedWork work, ArchiveTarget archive, CancellationToken cancellationToken)
    {
        var check = new ArchiveCheck(work, archive, run.Migration.Id);
        if (check.Refusal is { } refusal)
        {
            await RefuseAsync(work, PhasedVerificationSubject.Archive, 100, refusal, cancellationToken).ConfigureAwait(false);
            return;
        }

        run.Report(PhasedProgressKind.StepStarted, check.Description);
        var row = await _store.BeginAsync(work.Operation, PhasedVerificationSubject.Archive, 100, cancellationToken).ConfigureAwait(false);
        var found = await _store.ReadAsync(check.CountAsync, cancellationToken).ConfigureAwait(false);
        var result = await _store.FinishAsync(
            row, work.Other!, new(null, null, null, found.Moved, found.Wrong, 0, found.Unjudged, found.Examples), cancellationToken).ConfigureAwait(false);
        run.Report(PhasedProgressKind.StepFinished, check.Description);
        Add(work.Description, result);
    }

    private async Task TransformedAsync(VerifiedWork work, TransformWork transform, double percent, CancellationToken cancellationToken)
    {
        if (TransformComparison.Refusal(run, transform) is { } refusal)
        {
            await RefuseAsync(work, PhasedVerificationSubject.Values, percent, refusal, cancellationToken).ConfigureAwait(false);
            return;
        }

        var binding = await TransformBinding.BindAsync(run, transform, cancellationToken).ConfigureAwait(false);
        var comparison = new TransformComparison(run, work, transform, binding, _store);
        run.Report(PhasedProgressKind.StepStarted, comparison.Description);
        Add(work.Description, await comparison.RunAsync(percent, request.Seed, cancellationToken).ConfigureAwait(false));
        run.Report(PhasedProgressKind.StepFinished, comparison.Description);
    }

    private async Task OrphansAsync(int operation, AddForeignKeyOperation key, ServerFacts facts, CancellationToken cancellationToken)
    {
        var principal = facts.Table(key.PrincipalSchema, key.PrincipalTable);
        var row = await _store.BeginAsync(operation, PhasedVerificationSubject.Orphans, 100, cancellationToken).ConfigureAwait(false);
        var references = key.PrincipalColumns is { Count: > 0 } named ? named : [.. (principal.Key ?? []).Select(column => column.Name)];
        var table = facts.TableOf(key);
        var orphans = new Orphans(table.QuotedName, principal.QuotedName, key.Columns, references);
        var (rows, count, examples) = await _store.ReadAsync(orphans.CountAsync, cancellationToken).ConfigureAwait(false);
        var result = await _store.FinishAsync(row, table, new(null, null, null, rows, count, 0, 0, examples), cancellationToken).ConfigureAwait(false);
        Add(OperationDescription.Of(key), result);
    }

    private Task<VerificationRow> BeginAsync(RowCheck check, CancellationToken cancellationToken) =>
        _store.BeginAsync(check.Work.Operation, check.Subject, check.Percent, cancellationToken);

    private async Task RefuseAsync(VerifiedWork work, PhasedVerificationSubject subject, double percent, string refusal, CancellationToken cancellationToken) =>
        Add(work.Description, await _store.RefuseAsync(work.Operation, subject, percent, refusal, cancellationToken).ConfigureAwait(false));

    private async Task<string?> FailureAsync(PhasedDefinition definition, CancellationToken cancellationToken)
    {
        var failed = await _store.FailedAsync(cancellationToken).ConfigureAwait(false);
        return failed.Count == 0 ? null : VerificationFailure.Describe(run.Migration.Name, definition, failed);
    }

    private async Task<(PhasedDefinition Definition, ServerFacts Facts, IReadOnlyList<VerifiedWork> Works)> ReadAsync(CancellationToken cancellationToken)
    {
        var definition = run.Migration.Definition;
        return await _store.ReadAsync(
            async (connection, token) =>
            {
                var facts = await FactsReader.ReadAsync(connection, definition, token).ConfigureAwait(false);
                return (definition, facts, await VerifiedWork.FindAsync(connection, run.Migration.Id, definition, facts, token).ConfigureAwait(false));
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Task<long> PagesAsync(TableFacts table, CancellationToken cancellationToken) => _store.ReadAsync(
        (connection, token) => connection.ScalarAsync<long>(
            """
            SELECT coalesce(sum(pg_relation_size(c.oid)) / current_setting('block_size')::bigint, 0)::bigint
            FROM pg_class c
            WHERE c.relkind = 'r' AND (c.oid = $1::regclass OR c.oid IN (SELECT p.relid FROM pg_partition_tree($1::regclass) p))
            """,
            [Commands.AsText(table.QuotedName)], token),
        cancellationToken);

    private void Add(string operation, VerificationRow row) => _results.Add((row.Operation, new()
    {
        Operation = operation,
        Subject = Subject(row),
        Percent = row.Percent,
        RowsChecked = row.Checked,
        RowsWrong = row.Wrong,
        RowsRepaired = row.Repaired,
        RowsUnjudged = row.Unjudged,
        Examples = row.Examples,
        Refusal = row.Refusal,
    }));

    private static PhasedVerificationSubject Subject(VerificationRow row) => Enum.Parse<PhasedVerificationSubject>(row.Subject, ignoreCase: true);
}
