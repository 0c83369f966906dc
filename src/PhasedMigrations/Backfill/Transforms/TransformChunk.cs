using System.Globalization;
using Npgsql;
using PhasedMigrations.Backfill.Refusals;
using PhasedMigrations.Execution;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;
using PhasedMigrations.Telemetry;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Backfill.Transforms;

/// <summary>
/// One chunk from where its ledger row stands to its end: first along the key in slices, then the rows that are left because they changed between
/// reading and writing, or because the server refused their slice. A row that never holds still is computed under its lock in the end.
/// </summary>
internal sealed class TransformChunk(
    RunContext run, TransformWork work, TransformBinding binding, TransformReading reading, KeyChunk chunk, Func<ValueTask<bool>> mayGoOn)
{
    private const int RoundsWithoutLock = 3;
    private const int LeftAtOnce = 200;
    private readonly TransformWriting _writing = new(run, work, binding);
    private readonly TransformComputing _computing = new(run, binding);
    private readonly Dictionary<string, FailedRow> _refused = [];
    private string[]? _low;
    private List<string[]> _left = [];
    private StripeResult _total;

    /// <returns>Null when it was held up; the rest is in the ledger.</returns>
    /// <exception cref="ChunkLostException">The chunk belongs to another worker.</exception>
    public async Task<StripeResult?> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(connection, cancellationToken).ConfigureAwait(false))
            return _total;
        if (!await AlongTheKeyAsync(connection, cancellationToken).ConfigureAwait(false) || !await WhatIsLeftAsync(connection, cancellationToken).ConfigureAwait(false))
            return null;
        if (_refused.Count > 0)
            await FailAsync(connection, cancellationToken).ConfigureAwait(false);
        return _total;
    }

    private bool HasEnough => _refused.Count >= run.Options.FailedRowLimit;

    /// <returns>False when an earlier attempt, whose answer was lost, has finished it.</returns>
    private async Task<bool> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var found = await connection.QueryAsync(
            "SELECT epoch = $2, state = 'running', lo, left_keys FROM phased.chunks WHERE id = $1",
            [chunk.Id, chunk.Epoch],
            reader => (IsOurs: reader.GetBoolean(0), IsOpen: reader.GetBoolean(1), Low: reader.Nullable<string[]>(2), Left: reader.Nullable<string[]>(3) ?? []),
            cancellationToken).ConfigureAwait(false);
        if (found is not [{ IsOurs: true } known])
            throw new ChunkLostException();
        (_low, _left) = (known.Low, [.. known.Left.Chunk(work.Key.Columns.Count)]);
        return known.IsOpen;
    }

    private async Task<bool> AlongTheKeyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (_low is null || !_low.SequenceEqual(chunk.High))
        {
            var (read, isEnd) = await reading.ReadAsync(connection, work.Key.Between(_low, chunk.High), cancellationToken).ConfigureAwait(false);
            var rows = new Queue<TransformRow>(read);
            do
            {
                var slice = await _computing.SliceAsync(rows, Refuse, () => HasEnough, cancellationToken).ConfigureAwait(false);
                var end = rows.Count == 0 && isEnd ? chunk.High : slice.Last!;
                await WriteSliceAsync(connection, slice.Rows, work.Key.Between(_low, end), end, cancellationToken).ConfigureAwait(false);
                if (HasEnough)
                    return true;
                if (!await mayGoOn().ConfigureAwait(false))
                    return false;
            }
            while (rows.Count > 0);
        }

        return true;
    }

    private async Task WriteSliceAsync(
        NpgsqlConnection connection, List<ComputedRow> rows, string range, string[] end, CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(connection, rows, range, end, gone: [], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RowRefusal.Is(e))
        {
            // Which of them it was is found one by one, beside the rows that moved.
            _left.AddRange(rows.Select(row => row.Key));
            await CommitAsync(connection, [], range, end, gone: [], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> WhatIsLeftAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (var round = 0; !HasEnough && Open() is { Count: > 0 } open; round++)
        {
            foreach (var keys in open.Chunk(round < RoundsWithoutLock ? LeftAtOnce : 1))
            {
                if (!await mayGoOn().ConfigureAwait(false))
                    return false;
                if (round < RoundsWithoutLock)
                    await AgainAsync(connection, keys, cancellationToken).ConfigureAwait(false);
                else
                    await UnderLockAsync(connection, keys[0], cancellationToken).ConfigureAwait(false);
            }
        }

        return true;
    }

    private List<string[]> Open() => [.. _left.Where(key => !_refused.ContainsKey(Id(key)))];

    private async Task AgainAsync(NpgsqlConnection connection, string[][] keys, CancellationToken cancellationToken)
    {
        var range = work.Key.AreRows(keys);
        var (read, isEnd) = await reading.ReadAsync(connection, range, cancellationToken).ConfigureAwait(false);
        // What is not there any more, or does not match any more, is done.
        var seen = read.Select(row => Id(row.Key)).ToHashSet();
        string[][] gone = isEnd ? [.. keys.Where(key => !seen.Contains(Id(key)))] : [];
        if (read.Count == 0)
            await CommitAsync(connection, [], range, _low, gone, cancellationToken).ConfigureAwait(false);
        for (var rows = new Queue<TransformRow>(read); rows.Count > 0 && !HasEnough; gone = [])
        {
            var slice = await _computing.SliceAsync(rows, Refuse, () => HasEnough, cancellationToken).ConfigureAwait(false);
            await WriteOrHalveAsync(connection, slice.Rows, range, gone, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteOrHalveAsync(
        NpgsqlConnection connection, List<ComputedRow> rows, string range, string[][] gone, CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(connection, rows, range, _low, gone, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RowRefusal.Is(e) && rows.Count == 1)
        {
            Refuse(rows[0].Key, e);
        }
        catch (Exception e) when (RowRefusal.Is(e))
        {
            for (var half = 0; half < 2 && !HasEnough; half++)
                await WriteOrHalveAsync(
                    connection, [.. half == 0 ? rows.Take(rows.Count / 2) : rows.Skip(rows.Count / 2)], range, gone, cancellationToken).ConfigureAwait(false);
        }
    }

    // The only time that C# runs while a row is locked, and only that row.
    private async Task UnderLockAsync(NpgsqlConnection connection, string[] key, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await _writing.BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            var row = await reading.LockAsync(connection, key, cancellationToken).ConfigureAwait(false);
            if (row is not null)
            {
                if (await _computing.TryAsync(row, Refuse, cancellationToken).ConfigureAwait(false) is not { } computed)
                    return;
                if (await _writing.WriteAsync(connection, [computed], work.Key.IsRow(key), cancellationToken).ConfigureAwait(false) is [_, ..])
                    throw new UnwritableRowException("The server did not change the row although nobody else could: a trigger of the table withholds the update.");
            }

            await FinishAsync(connection, transaction, _low, [.. _left.Where(other => Id(other) != Id(key))], row is null ? 0 : 1, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (RowRefusal.Is(e))
        {
            Refuse(key, e);
        }
    }

    // Rows and ledger. What was not as it was stays left.
    private async Task CommitAsync(
        NpgsqlConnection connection, List<ComputedRow> rows, string range, string[]? low, string[][] gone, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), run.Options.LockWaitLimit, run.Time);
        while (true)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await _writing.BeginAsync(connection, cancellationToken).ConfigureAwait(false);
                var missed = rows.Count == 0 ? [] : await _writing.WriteAsync(connection, rows, range, cancellationToken).ConfigureAwait(false);
                var settled = rows.Select(row => Id(row.Key)).Concat(gone.Select(Id)).ToHashSet();
                await FinishAsync(
                    connection, transaction, low, [.. _left.Where(key => !settled.Contains(Id(key))), .. missed.Select(row => row.Key)],
                    rows.Count - missed.Count, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException e) when (ServerErrors.IsTransient(e))
            {
                // What was computed stays computed: the comparison with what the rows were holds it good.
                run.Logger.ChunkRetried(run.Migration.Name, chunk.Id, ServerErrors.Describe(e));
                if (!await backoff.WaitAsync(cancellationToken).ConfigureAwait(false))
                    throw;
            }
        }
    }

    private async Task FinishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string[]? low, List<string[]> left, long rows, CancellationToken cancellationToken)
    {
        var isDone = left.Count == 0 && low is not null && low.SequenceEqual(chunk.High);
        var result = await _writing.AdvanceAsync(connection, chunk, new(low, left), rows, isDone, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        (_low, _left) = (low, left);
        _total = new(_total.Rows + result.Rows, _total.Milliseconds + result.Milliseconds, _total.WalBytes + result.WalBytes, HotRows: 0);
    }

    private void Refuse(string[] key, Exception error)
    {
        if (_refused.TryAdd(Id(key), new(RowKey.Describe(work.Key, key, place: null), RowRefusal.Describe(error))) && !_left.Exists(other => Id(other) == Id(key)))
            _left.Add(key);
    }

    private async Task FailAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await FailedRows.FinishAsync(connection, chunk, done: 0, xids: [], _refused.Values, cancellationToken).ConfigureAwait(false))
            throw new ChunkLostException();
        EngineMetrics.Refused(run.Migration.Name, chunk.Relation, _refused.Count);
        var known = await FailedRows.CountAsync(connection, chunk.Id, cancellationToken).ConfigureAwait(false);
        if (known >= run.Options.FailedRowLimit)
            throw new BlockedException(string.Create(
                CultureInfo.InvariantCulture,
                $"{known} rows of {work.Table.QuotedName} cannot be done, and no more are looked for (FailedRowLimit). The last one: {_refused.Values.Last().Key}: {_refused.Values.Last().Error} phased.failed_rows lists them. Correct them or {work.Wanted}, then run again."));
    }

    // No text of the server holds this character.
    private static string Id(string[] key) => string.Join('\0', key);
}
