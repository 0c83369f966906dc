using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Backfill;

/// <summary>Chunks along the pages of the table, or of each of its leaves: windows, and then a sweep where no trigger fills moved rows.</summary>
internal sealed class PageWindowChunks(RunContext run, BackfillStep plan, PageWindows strategy, long step, string worker) : ChunkSource(run, plan, step)
{
    // How long the windows of one claim take: long enough that claiming costs nothing, short enough to share the end of the table.
    private static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(1);
    // At least so many that the transactions beside one stripe have ended when the next one of the same window begins.
    private const int FewestWindows = 3;
    private const int MostWindows = 16;
    private const int MostRounds = 8;
    private const int DensePage = 200;
    private const int SparsePage = 20;
    private readonly StripeCount _stripes = new(strategy.IsStriped, hasRoom: plan.Table.FillFactor <= 60);
    private readonly PageLanes _lanes = new(plan, step);
    private ChunkSize? _pagesOfStripe;
    private long? _lane;
    private int _stripesOfClaim;
    private long _claimRows;
    private long _claimHotRows;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (await connection.ScalarAsync<string>("SELECT strategy FROM phased.steps WHERE id = $1", [Step], cancellationToken).ConfigureAwait(false) is not null)
            return;
        if (Plan.Table.RowEstimate < 0)
            await AnalyzeAsync(connection, cancellationToken).ConfigureAwait(false);
        await InLedgerAsync(
            async (open, token) =>
            {
                await _lanes.CoverAsync(open, token).ConfigureAwait(false);
                return await open.ExecuteAsync(
                    """
                    UPDATE phased.steps
                    SET strategy = 'pages', fully_planned = true, estimated_rows = (
                        SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint
                        FROM pg_class c
                        WHERE c.oid IN (SELECT l.relation FROM phased.lanes l WHERE l.step_id = steps.id))
                    WHERE id = $1
                    """,
                    [Step], token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<Chunk>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        // What is claimed keeps its size: one window has to show how good the guess is.
        var isGuess = _pagesOfStripe is null;
        _pagesOfStripe ??= new(await FirstPagesAsync(connection, cancellationToken).ConfigureAwait(false), Run.Options.TargetBatchTime, floor: 1, ceiling: 8192);
        _stripes.Record(_stripesOfClaim, _claimRows, _claimHotRows);
        (_stripesOfClaim, _claimRows, _claimHotRows) = (_stripes.Current, 0, 0);
        var windows = isGuess ? 1 : Math.Clamp((int)(ClaimTime / (Run.Options.TargetBatchTime * _stripes.Current)), FewestWindows, MostWindows);
        // Not cancelled: a claim that was committed without our knowing would be idle until its lease ends. It waits for nobody.
        var chunks = await connection.QueryAsync(
            "SELECT * FROM phased.claim_windows($1, $2, $3, $4, $5, $6, $7)",
            [Step, worker, _lane ?? 0, (long)_pagesOfStripe.Current * _stripes.Current, (long)windows, _stripes.Current, Run.Options.Lease],
            Read, CancellationToken.None).ConfigureAwait(false);
        _lane = chunks.OfType<WindowChunk>().FirstOrDefault()?.Lane;
        return chunks;
    }

    public override void Record(Chunk chunk, StripeResult result)
    {
        if (chunk is not WindowChunk window)
            return;
        if (window.Stripes != _stripesOfClaim)
            return;
        _pagesOfStripe!.Record((int)((window.End - window.First) / window.Stripes), result.Milliseconds, result.Rows, result.WalBytes);
        _claimRows += result.Rows;
        _claimHotRows += result.HotRows;
    }

    public override Task<bool> TryFinishAsync(CancellationToken cancellationToken) => InLedgerAsync(
        async (connection, token) =>
        {
            var isOpen = await connection.ScalarAsync<bool>(
                """
                SELECT EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = $1 AND c.state = 'running')
                    OR EXISTS (SELECT 1 FROM phased.lanes l WHERE l.step_id = $1 AND l.planned_to < l.end_page)
                """,
                [Step], token).ConfigureAwait(false);
            // New partitions and rewritten tables have pages that nobody has seen.
            if (isOpen || await _lanes.CoverAsync(connection, token).ConfigureAwait(false))
                return false;
            await RequireNoneFailedAsync(connection, token).ConfigureAwait(false);
            if (strategy.IsSwept && await BeginSweepAsync(connection, token).ConfigureAwait(false))
                return false;
            if (!strategy.IsSwept)
                await StepLedger.SetHorizonAsync(connection, Step, token).ConfigureAwait(false);
            await StepLedger.FinishAsync(connection, Step, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public override async Task<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await connection.ScalarAsync<bool>(
            """
            SELECT EXISTS (SELECT 1 FROM phased.lanes l WHERE l.step_id = $1 AND l.planned_to < l.end_page)
                OR EXISTS (SELECT 1 FROM phased.chunks c WHERE c.step_id = $1 AND c.state = 'running' AND c.lease_until < clock_timestamp())
            """,
            [Step], cancellationToken).ConfigureAwait(false);
    }

    public override async Task<(long Done, long Total)> ProgressAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = await connection.QueryAsync(
            """
            SELECT CASE WHEN p.total = 0 THEN 0 ELSE trunc(coalesce(s.estimated_rows, 0)::numeric * greatest(p.done, 0) / p.total) END::bigint, coalesce(s.estimated_rows, 0)
            FROM phased.steps s
            CROSS JOIN phased.pages(s.id) p
            WHERE s.id = $1
            """,
            [Step], reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken).ConfigureAwait(false);
        return rows.SingleOrDefault();
    }

    public override Task RestartAsync(Chunk chunk, CancellationToken cancellationToken) => InLedgerAsync(
        (connection, token) => _lanes.CoverAsync(connection, token), cancellationToken);

    /// <returns>Whether there is anything to sweep still.</returns>
    private async Task<bool> BeginSweepAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // A row that changes its partition may pass from a leaf that is not swept yet to one that is: several leaves are swept until a round finds nothing.
        var round = await connection.ScalarAsync<int?>("SELECT max(round) FROM phased.chunks WHERE step_id = $1", [Step], cancellationToken).ConfigureAwait(false) ?? 0;
        var found = await connection.ScalarAsync<long>(
            "SELECT coalesce(sum(rows), 0)::bigint FROM phased.chunks WHERE step_id = $1 AND round = $2", [Step, round], cancellationToken).ConfigureAwait(false);
        var next = round == 0 || (found > 0 && Plan.Table.Leaves > 1 && round < MostRounds) ? round + 1 : round;
        if (!await _lanes.SweepAsync(connection, next, cancellationToken).ConfigureAwait(false))
            return false;
        await StepLedger.SetHorizonAsync(connection, Step, cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Under the lock of the step's row, so that one process at a time decides what the whole consists of.
    private async Task<T> InLedgerAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await Run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await (Run.Settings(SessionSettings.NoLimit) with { LockTimeout = Run.Options.Lease }).ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        if (await connection.ScalarAsync<long?>("SELECT id FROM phased.steps WHERE id = $1 FOR NO KEY UPDATE", [Step], cancellationToken).ConfigureAwait(false) is null)
            throw new LeaseLostException();
        var result = await work(connection, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async Task<int> FirstPagesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (rows, pages) = (await connection.QueryAsync(
            "SELECT coalesce(s.estimated_rows, 0), p.total FROM phased.steps s CROSS JOIN phased.pages(s.id) p WHERE s.id = $1",
            [Step], reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        // Without statistics, or with old ones, better too small a beginning than too large a one.
        var rowsOfPage = pages == 0 || rows == 0 ? DensePage : Math.Max((double)rows / pages, SparsePage);
        return (int)Math.Max((Run.Options.InitialBatchRows ?? StartingPace.For(rows).Rows) / rowsOfPage, 1);
    }

    private Chunk Read(NpgsqlDataReader reader)
    {
        var leaf = new Leaf(
            reader.GetString(8), Plan.Table.Name, reader.GetFieldValue<uint>(9), IsWholeTable: reader.GetString(8) == Table);
        return reader.IsDBNull(4)
            ? new SweepChunk(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(6), reader.GetInt64(7), leaf)
            : new WindowChunk(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(7), leaf);
    }
}
