using Npgsql;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Control;

/// <summary>
/// Looks once a second at what an operator has asked for, on whichever machine he did. One for each migration that a process works on; everybody
/// else reads its memory.
/// </summary>
internal sealed class ControlWatch : IHold, IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    // After that a pause may have been asked for that nobody here has seen.
    private static readonly TimeSpan LongestBlindness = TimeSpan.FromSeconds(15);
    private readonly NpgsqlDataSource _dataSource;
    private readonly (long Id, string Name) _migration;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Task _polling;
    private volatile ControlState _state;
    private long _readAt;

    private ControlWatch(NpgsqlDataSource dataSource, (long Id, string Name) migration, ControlState state, TimeProvider time)
    {
        (_dataSource, _migration, _state, _time, _readAt) = (dataSource, migration, state, time, time.GetTimestamp());
        if (state.IsCancelled)
            _cancelled.Cancel();
        _polling = PollAsync();
    }

    /// <summary>Fires when an operator has cancelled the migration.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>What was last read.</summary>
    public ControlState State => _state;

    public static async Task<ControlWatch> StartAsync(
        NpgsqlDataSource dataSource, (long Id, string Name) migration, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var state = await ControlState.ReadAsync(connection, migration.Id, cancellationToken).ConfigureAwait(false);
        return new(dataSource, migration, state, time);
    }

    public ValueTask<string?> ReasonAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        if (state.IsPaused)
            return new($"paused by an operator{(state.Reason is null ? "" : $": {state.Reason}")}; phased resume {_migration.Name} goes on");
        return new(_time.GetElapsedTime(Volatile.Read(ref _readAt)) > LongestBlindness
            ? "nobody can tell whether an operator has paused it: the schema phased could not be read for 15 seconds"
            : null);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _polling.ConfigureAwait(false);
        _end.Dispose();
        _cancelled.Dispose();
    }

    private async Task PollAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(PollInterval, _time, _end.Token).ConfigureAwait(false);
                await using var connection = await _dataSource.OpenConnectionAsync(_end.Token).ConfigureAwait(false);
                _state = await ControlState.ReadAsync(connection, _migration.Id, _end.Token).ConfigureAwait(false);
                Volatile.Write(ref _readAt, _time.GetTimestamp());
                if (_state.IsCancelled)
                    await _cancelled.CancelAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
            {
                // Ended, or the server is away: the next look may succeed, and being blind for too long is a reason to hold.
            }
        }
    }
}
