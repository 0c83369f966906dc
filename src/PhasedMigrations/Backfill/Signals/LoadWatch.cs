using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Execution;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>
/// Reads the signals of a run on one migration about once a second, on a connection of its own, sets the pace by them, and shows both in
/// phased.runners. One for all workers of the process: they only read its memory.
/// </summary>
internal sealed class LoadWatch : IAsyncDisposable
{
    private readonly PhasedRunnerOptions _options;
    private readonly TimeProvider _time;
    private readonly RunnerRow _row;
    private readonly IReadOnlyList<WatchedSignal> _signals;
    private readonly SignalBoard _board;
    private readonly MemoryUse _memory = new(new CgroupMemory());
    private readonly CancellationTokenSource _end = new();
    private NpgsqlConnection? _connection;
    private Task? _polling;
    private volatile string? _table;

    public LoadWatch(PhasedRunnerOptions options, string owner, long migration, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _row = new(owner, migration);
        _signals = SignalSet.Of(options, _row, time);
        _board = new(_signals);
    }

    /// <summary>Holds nothing before the watch has begun.</summary>
    public IHold Hold => _board;

    /// <param name="table">Is being backfilled from now on, qualified and quoted; null: none.</param>
    public void Watch(string? table) => _table = table;

    /// <summary>Looks once, so that work begins with readings, and goes on looking in the background. Later calls do nothing.</summary>
    /// <exception cref="MissingPrivilegeException">A signal needs a right that the role lacks; nothing was changed.</exception>
    public async Task BeginAsync(RunContext run, CancellationToken cancellationToken)
    {
        if (_polling is not null)
            return;
        var connection = await ConnectAsync(run, cancellationToken).ConfigureAwait(false);
        await _row.BeginAsync(connection, cancellationToken).ConfigureAwait(false);
        var sample = await LookAsync(run, connection, cancellationToken).ConfigureAwait(false);
        await SignalRights.RequireAsync(connection, sample, _signals, cancellationToken).ConfigureAwait(false);
        await ReadAsync(connection, sample, cancellationToken).ConfigureAwait(false);
        SignalRights.RequireReadable(_signals);
        _board.BeginWatch();
        var hold = new HoldLog(run);
        await ShowAsync(run, connection, hold, cancellationToken).ConfigureAwait(false);
        _polling = PollAsync(run, hold);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_polling is not null)
            await _polling.ConfigureAwait(false);
        await DisconnectAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task PollAsync(RunContext run, HoldLog hold)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_options.SignalInterval, _time, _end.Token).ConfigureAwait(false);
                using var limit = new CancellationTokenSource(_options.SignalSilence, _time);
                using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
                await PollOnceAsync(run, hold, any.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Whatever it was: what is not read holds after a while, with this reason, and the next look is on a new connection.
                if (_end.IsCancellationRequested)
                    break;
                _board.FailAll(e);
                await DisconnectAsync().ConfigureAwait(false);
            }
        }

        await EndAsync().ConfigureAwait(false);
    }

    private async Task PollOnceAsync(RunContext run, HoldLog hold, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(run, cancellationToken).ConfigureAwait(false);
        await ReadAsync(connection, await LookAsync(run, connection, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        run.Pace.Adapt(_board.Load);
        await ShowAsync(run, connection, hold, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LoadSample> LookAsync(RunContext run, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        run.Pace.Set(run.Control?.State.Pace);
        var sample = await ServerLook.LookAsync(
            connection, _table, countsActiveSessions: _options.ServerCores is not null, cancellationToken).ConfigureAwait(false);
        return sample with
        {
            CommitMilliseconds = _row.CommitMilliseconds,
            Memory = _memory.Read(),
            ErrorPercent = run.Pace.ErrorPercent,
        };
    }

    private async Task ReadAsync(NpgsqlConnection connection, LoadSample sample, CancellationToken cancellationToken)
    {
        var context = new SignalContext(connection, _table, sample);
        foreach (var signal in _signals)
        {
            // One slow signal must not make the others look as if nobody read them.
            using var limit = new CancellationTokenSource(_options.SignalSilence / 3, _time);
            using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                _board.Record(signal, await signal.Signal.ReadAsync(context, any.Token).ConfigureAwait(false));
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _board.Fail(signal, e);
            }
        }
    }

    private async Task ShowAsync(RunContext run, NpgsqlConnection connection, HoldLog hold, CancellationToken cancellationToken)
    {
        await hold.UpdateAsync(connection, cancellationToken).ConfigureAwait(false);
        await _row.WriteAsync(
            connection, new(run.Pace.Workers, run.Pace.PauseRatio, hold.Reason, hold.Duration, _board.ToJson()), cancellationToken).ConfigureAwait(false);
    }

    private async Task<NpgsqlConnection> ConnectAsync(RunContext run, CancellationToken cancellationToken)
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
            return _connection;
        await DisconnectAsync().ConfigureAwait(false);
        return _connection = await run.DataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task DisconnectAsync()
    {
        if (_connection is null)
            return;
        await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    private async Task EndAsync()
    {
        if (_connection is not { State: System.Data.ConnectionState.Open })
            return;
        using var limit = new CancellationTokenSource(_options.StopGrace, _time);
        try
        {
            await _row.EndAsync(_connection, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            // The server is away. The row grows old by its clock.
        }
    }
}
