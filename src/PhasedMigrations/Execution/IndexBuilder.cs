using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Verification;

namespace PhasedMigrations.Execution;

/// <summary>
/// Builds an index concurrently and repairs what an interrupted build left: an INVALID index, which costs every write and serves nobody.
/// </summary>
internal sealed class IndexBuilder(RunContext run, BuildIndexStep step)
{
    private const int MostAttempts = 3;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private string Name => Quote.Qualified(step.Table.Schema, step.Index.Name);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            switch (await FindAsync(cancellationToken).ConfigureAwait(false))
            {
                case { IsValid: true }:
                    await RequireSameAsync(cancellationToken).ConfigureAwait(false);
                    return;
                case { IsBeingBuilt: true }:
                    run.Report(PhasedProgressKind.Waiting, step.Description, "Another session is building this index.");
                    await Task.Delay(PollInterval, run.Time, cancellationToken).ConfigureAwait(false);
                    attempt--;
                    continue;
                case { IsValid: false }:
                    await DropInvalidAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }

            try
            {
                await BuildAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException e) when (ServerErrors.IsTransient(e) && attempt < MostAttempts)
            {
                run.Report(PhasedProgressKind.Waiting, step.Description, $"Building again: {ServerErrors.Describe(e)}");
            }
            catch (Exception e) when (e is PostgresException or OperationCanceledException && !ServerErrors.IsConnectionLoss(e))
            {
                await ClearUpAsync().ConfigureAwait(false);
                if (e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
                    throw new BlockedException(
                        $"The unique index {Name} cannot be built, these keys are not unique: {await DuplicatesAsync(cancellationToken).ConfigureAwait(false)}. "
                        + "Correct them, then run again; the incomplete index was dropped.",
                        e);
                throw;
            }
        }
    }

    private sealed record Existing(bool IsValid, bool IsBeingBuilt);

    private async Task<Existing?> FindAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var found = await connection.QueryAsync(
            """
            SELECT c.relkind::text, coalesce(i.indisvalid AND i.indisready, false), coalesce(i.indrelid = to_regclass($2), false),
                -- Without the right to see other sessions their relation is NULL: such a build may be this one.
                EXISTS (
                    SELECT 1 FROM pg_stat_progress_create_index p
                    WHERE p.datid = (SELECT oid FROM pg_database WHERE datname = current_database())
                        AND (p.index_relid = c.oid OR p.relid IS NULL))
            FROM pg_class c
            LEFT JOIN pg_index i ON i.indexrelid = c.oid
            WHERE c.oid = to_regclass($1)
            """,
            [Name, step.Table.QuotedName],
            reader => (Kind: reader.GetString(0), IsValid: reader.GetBoolean(1), IsOnTable: reader.GetBoolean(2), IsBeingBuilt: reader.GetBoolean(3)),
            cancellationToken).ConfigureAwait(false);
        if (found is not [var existing])
            return null;
        if (existing.Kind != "i" || !existing.IsOnTable)
            throw new BlockedException(
                $"The name {Name} belongs to another object than an index on {step.Table.QuotedName}. Rename one of them, then run again.");
        return new(existing.IsValid, existing.IsBeingBuilt && !existing.IsValid);
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        using var buildEnded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(connection.ProcessID, buildEnded.Token);
        try
        {
            await WithoutLimitsAsync(
                connection, IndexText.Create(step.Index with { Schema = step.Table.Schema }, concurrently: true), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await buildEnded.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }
    }

    // Dropping waits for old transactions as building does, and a stopped run must end: what is left then the next run repairs.
    private async Task ClearUpAsync()
    {
        using var limit = new CancellationTokenSource(run.Options.StopGrace, run.Time);
        try
        {
            await DropInvalidAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException or ServerUnreachableException)
        {
            run.Report(PhasedProgressKind.Waiting, step.Description, "The incomplete index could not be dropped yet; the next run does.");
        }
    }

    private async Task DropInvalidAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not { IsValid: false, IsBeingBuilt: false })
            return;
        run.Logger.InvalidIndexDropped(run.Migration.Name, Name);
        await run.RecordAsync("invalid_index_dropped", Name, cancellationToken).ConfigureAwait(false);
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await WithoutLimitsAsync(
            connection, IndexText.Drop(step.Index with { Schema = step.Table.Schema }, concurrently: true), cancellationToken).ConfigureAwait(false);
    }

    // Concurrent index statements cannot run in a transaction, so the settings are the session's. They wait for old transactions while holding
    // only SHARE UPDATE EXCLUSIVE, which lets reads and writes through: a timeout would protect nobody. What is as it has to be is left alone:
    // through a pooler each statement may meet another session, and what is set here would stay with one that serves the application next.
    private async Task WithoutLimitsAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        var changed = await connection.QueryAsync(
            """
            SELECT s.name, set_config(s.name, s.wanted, false)
            FROM (VALUES
                ('search_path', $1, (
                    SELECT coalesce(string_agg(quote_ident(p.name), ', ' ORDER BY p.n), '') FROM unnest(current_schemas(false)) WITH ORDINALITY AS p (name, n))),
                ('lock_timeout', '0', current_setting('lock_timeout')),
                ('statement_timeout', '0', current_setting('statement_timeout')),
                -- PostgreSQL 17 and newer.
                ('transaction_timeout', '0', current_setting('transaction_timeout', true))) AS s (name, wanted, present)
            WHERE s.present <> s.wanted
            """,
            [run.Migration.SearchPath], reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(statement, [], cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (changed.Count > 0 && connection.FullState == System.Data.ConnectionState.Open)
                await connection.ExecuteAsync(string.Join("; ", changed.Select(name => $"RESET {name}")), [], CancellationToken.None).ConfigureAwait(false);
        }
    }

    // The server's own DETAIL names one key, but Npgsql hides it unless the connection string asks for it.
    private async Task<string> DuplicatesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await run.Settings(SessionSettings.NoLimit).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        return await Duplicates.DescribeAsync(connection, step.Table.QuotedName, step.Index, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An index of that name that somebody else made must be the same one, in the server's own words.</summary>
    private async Task RequireSameAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await run.Settings(StrongLock.Instant).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        var actual = await connection.ScalarAsync<string>("SELECT pg_get_indexdef(to_regclass($1))", [Name], cancellationToken).ConfigureAwait(false);
        // An empty twin of the table shows how the server writes the wanted index; it vanishes with the transaction.
        await connection.ExecuteAsync(
            $"CREATE TEMPORARY TABLE {Quote.Identifier(step.Table.Name)} (LIKE {step.Table.QuotedName}) ON COMMIT DROP", [], cancellationToken)
            .ConfigureAwait(false);
        await connection.ExecuteAsync(IndexText.Create(step.Index with { Schema = "pg_temp" }, concurrently: false), [], cancellationToken).ConfigureAwait(false);
        var wanted = await connection.ScalarAsync<string>(
            "SELECT pg_get_indexdef(to_regclass($1))", [Quote.Qualified("pg_temp", step.Index.Name)], cancellationToken).ConfigureAwait(false);
        await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
        if (WithoutTable(actual!) != WithoutTable(wanted!))
            throw new BlockedException(
                $"The index {Name} exists with another definition: {actual}. Drop or rename it, then run again.");
    }

    // "CREATE UNIQUE INDEX name ON schema.table USING …": only the table differs between the twins.
    private static string WithoutTable(string definition) =>
        definition[..definition.IndexOf(" ON ", StringComparison.Ordinal)] + definition[definition.IndexOf(" USING ", StringComparison.Ordinal)..];

    private async Task WatchAsync(int process, CancellationToken buildEnded)
    {
        var rate = new Rate(run.Time);
        try
        {
            await using var connection = await run.DataSource.OpenAsync(buildEnded).ConfigureAwait(false);
            while (true)
            {
                await Task.Delay(PollInterval, run.Time, buildEnded).ConfigureAwait(false);
                var rows = await connection.QueryAsync(
                    "SELECT phase, blocks_done, blocks_total FROM pg_stat_progress_create_index WHERE pid = $1",
                    [process],
                    reader => (Phase: reader.Nullable<string>(0), Done: reader.Nullable<long>(1), Total: reader.Nullable<long>(2)),
                    buildEnded).ConfigureAwait(false);
                if (rows is not [var now])
                    continue;
                var waitsFor = now.Phase?.StartsWith("waiting", StringComparison.Ordinal) == true
                    ? await Blockers.DescribeAsync(connection, process, buildEnded).ConfigureAwait(false)
                    : null;
                if (waitsFor is null)
                    run.ReportAdvance(step.Description, now.Done, now.Total, "blocks", rate, now.Phase);
                else
                    run.Report(PhasedProgressKind.Waiting, step.Description, $"{now.Phase}: {waitsFor}");
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NpgsqlException or ServerUnreachableException)
        {
            // Progress is a courtesy: the build goes on without.
        }
    }
}
