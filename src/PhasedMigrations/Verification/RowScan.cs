using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Verification;

/// <summary>
/// Asks about every row, one window of pages after the other, each in a short transaction that also notes how far it is: whoever is interrupted goes
/// on from there. Wrong rows are repaired on the way, where that is wanted.
/// </summary>
internal sealed class RowScan(RunContext run, RowCheck check, bool repair)
{
    // Reading holds nobody up; it only should not keep a snapshot for long.
    private static readonly TimeSpan WindowTime = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan RowLockTimeout = TimeSpan.FromSeconds(0.2);
    private const int RepairRows = 1000;
    private readonly bool _isRepaired = repair && check.Repair("", "") is not null;
    private readonly Rate _rate = new(run.Time);
    private readonly ChunkSize _pages = new(256, WindowTime, floor: 8, ceiling: 65_536);

    private TableFacts Table => check.Table;

    /// <returns>What it found, also in the part that an earlier one had done; null when the table has another file since: that part says nothing now.</returns>
    public async Task<VerificationRow?> RunAsync(VerificationRow row, CancellationToken cancellationToken)
    {
        var leaves = await run.PersistAsync(check.Description, LeavesAsync, cancellationToken).ConfigureAwait(false);
        var at = row.NextRelation is null ? 0 : leaves.FindIndex(leaf => leaf.Leaf.Relation == row.NextRelation && leaf.Leaf.FileNode == row.NextFileNode);
        if (at < 0)
            return null;
        var total = leaves.Sum(leaf => leaf.Pages);
        for (var page = row.NextPage ?? 0; at < leaves.Count; page = 0, at++)
        {
            do
            {
                await run.PassAsync(run.Holds, check.Description, cancellationToken).ConfigureAwait(false);
                (row, page) = await WindowAsync(row, leaves, at, page, cancellationToken).ConfigureAwait(false);
                run.ReportAdvance(check.Description, leaves.Take(at).Sum(leaf => leaf.Pages) + page, total, "pages", _rate);
            }
            while (page < leaves[at].Pages);
        }

        return row;
    }

    private async Task<(VerificationRow Row, long Next)> WindowAsync(
        VerificationRow row, List<(Leaf Leaf, long Pages)> leaves, int at, long page, CancellationToken cancellationToken)
    {
        var size = _pages.Current;
        var started = run.Time.GetTimestamp();
        var advanced = await run.PersistAsync(
            check.Description,
            async token =>
            {
                await using var connection = await run.DataSource.OpenAsync(token).ConfigureAwait(false);
                await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                await (run.Settings(run.Options.Lease) with { LockTimeout = RowLockTimeout }).ApplyAsync(connection, token).ConfigureAwait(false);
                var next = await PieceAsync(connection, row, leaves, at, (page, Math.Min(page + size, leaves[at].Pages)), token).ConfigureAwait(false);
                var now = await VerificationLedger.ReadAsync(connection, row.Id, token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return (now, next);
            },
            cancellationToken).ConfigureAwait(false);
        EngineMetrics.Verified(run.Migration.Name, Table.QuotedName, row, advanced.now);
        _pages.Record(size, run.Time.GetElapsedTime(started).TotalMilliseconds);
        return advanced;
    }

    /// <returns>Where the next one begins.</returns>
    private async Task<long> PieceAsync(
        NpgsqlConnection connection, VerificationRow row, List<(Leaf Leaf, long Pages)> leaves, int at, (long First, long End) pages, CancellationToken cancellationToken)
    {
        var (leaf, end) = leaves[at];
        var isLast = at == leaves.Count - 1;
        var window = Window(pages, isOpen: isLast && pages.End == end);
        var (judged, wrong, unjudged) = await CountAsync(connection, leaf.Target, window, cancellationToken).ConfigureAwait(false);
        // So many repairs at once would hold their locks for too long.
        if (_isRepaired && wrong > RepairRows && pages.End - pages.First > 1)
        {
            var fewer = Math.Max(1, (pages.End - pages.First) * RepairRows / wrong);
            return await PieceAsync(connection, row, leaves, at, (pages.First, pages.First + fewer), cancellationToken).ConfigureAwait(false);
        }

        var examples = wrong == 0 ? [] : await ExamplesAsync(connection, leaf.Target, window, cancellationToken).ConfigureAwait(false);
        var left = wrong > 0 && _isRepaired ? await RepairAsync(connection, row, leaf, window, cancellationToken).ConfigureAwait(false) : wrong;
        var isThrough = pages.End >= end;
        var follows = isThrough && !isLast ? leaves[at + 1].Leaf : leaf;
        var piece = new VerificationPiece(
            follows.Relation, follows.FileNode, isThrough && !isLast ? 0 : pages.End, judged, wrong, wrong - left, unjudged, examples);
        if (!await VerificationLedger.AdvanceAsync(connection, row, piece, isThrough && isLast, cancellationToken).ConfigureAwait(false))
            throw new InterruptedException($"Another process verifies {Table.QuotedName}. Run again when it is through.");
        return pages.End;
    }

    // The last one is open: what was added while the others were read belongs to it.
    private static string Window((long First, long End) pages, bool isOpen) => isOpen
        ? string.Create(CultureInfo.InvariantCulture, $"ctid >= '({pages.First},0)'::tid")
        : string.Create(CultureInfo.InvariantCulture, $"ctid >= '({pages.First},0)'::tid AND ctid < '({pages.End},0)'::tid");

    public async Task<(long Judged, long Wrong, long Unjudged)> CountAsync(
        NpgsqlConnection connection, string target, string? window, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            // OFFSET keeps the verdict from being computed once for each count.
            $"""
             SELECT count(phased_v), count(*) FILTER (WHERE phased_v = 1), count(*) FILTER (WHERE phased_v IS NULL)
             FROM (SELECT ({check.Verdict}) AS phased_v FROM {target}{Where(window)} OFFSET 0) AS phased_rows
             """,
            [], reader => (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)), cancellationToken).ConfigureAwait(false))[0];

    public async Task<string[]> ExamplesAsync(NpgsqlConnection connection, string target, string? window, CancellationToken cancellationToken)
    {
        var key = KeyRange.TryOf(Table);
        var rows = await connection.QueryAsync(
            $"SELECT ctid::text, {key?.AsTextArray ?? "NULL::text[]"} FROM {target} WHERE {(window is null ? "" : $"{window} AND ")}{check.IsWrong} LIMIT 5",
            [], reader => Backfill.Refusals.RowKey.Describe(key, reader.Nullable<string[]>(1), reader.GetString(0)), cancellationToken).ConfigureAwait(false);
        return [.. rows];
    }

    private string Where(string? window) => Conditions.Join(window, check.Scope) is { } condition ? $" WHERE {condition}" : "";

    /// <returns>How many of the window are wrong still.</returns>
    private async Task<long> RepairAsync(
        NpgsqlConnection connection, VerificationRow row, Leaf leaf, string window, CancellationToken cancellationToken)
    {
        await VerificationLedger.NoteRepairAsync(connection, row, cancellationToken).ConfigureAwait(false);
        await check.Repair(leaf.Target, window)!.ExecuteAsync(connection, cancellationToken).ConfigureAwait(false);
        if ((check.Work.Work as SqlWork)?.Guard(leaf.Relation) is { } guard)
            await connection.ExecuteAsync(guard, [], cancellationToken).ConfigureAwait(false);
        return (await CountAsync(connection, leaf.Target, window, cancellationToken).ConfigureAwait(false)).Wrong;
    }

    private async Task<List<(Leaf Leaf, long Pages)>> LeavesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var leaves = await connection.QueryAsync(
            "SELECT name, filenode, pages FROM phased.leaves($1::regclass)",
            [Commands.AsText(Table.QuotedName)],
            reader => (new Leaf(
                reader.GetString(0), check.Alias ?? Table.Name, reader.GetFieldValue<uint>(1), check.Alias is null && reader.GetString(0) == Table.QuotedName), reader.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);
        return leaves.Exists(leaf => leaf.Item2 > 0) ? leaves.FindAll(leaf => leaf.Item2 > 0) : leaves[..1];
    }
}
