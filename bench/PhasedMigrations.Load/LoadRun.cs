using Npgsql;

namespace PhasedMigrations.Load;

/// <summary>Traffic that is running.</summary>
public sealed class LoadRun : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly LoadSchedule _schedule;
    private readonly LoadOptions _options;
    private readonly TimeProvider _time;
    // Requests from this number on count; those before it were the warm-up.
    private volatile Measured _measured = new(0, new LoadRecorder(), new LoadRecorder());
    private readonly CancellationTokenSource _waiting = new();
    private readonly CancellationTokenSource _running = new();
    private readonly long _started;
    private readonly Task _workers;
    private long _taken = -1;
    private long _last = long.MaxValue;

    internal LoadRun(NpgsqlDataSource dataSource, LoadSchedule schedule, LoadOptions options, TimeProvider time)
    {
        (_dataSource, _schedule, _options, _time) = (dataSource, schedule, options, time);
        _started = time.GetTimestamp();
        _workers = Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ => Task.Run(WorkAsync)));
    }

    /// <summary>Requests that are due and have not ended: waiting for a connection or for the server.</summary>
    public long Outstanding => Math.Min(_schedule.DueBy(Elapsed), Interlocked.Read(ref _last)) - Ended;

    /// <summary>Requests that have ended, well or not.</summary>
    public long Ended => _measured.Recorder.Ended + _measured.WarmUp.Ended;

    private TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>
    /// Leaves what was due until now out of the report: the first requests plan their statements and read pages for the first time. The load
    /// goes on as it is. Once a run.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public void BeginMeasuring()
    {
        if (_measured.First > 0) throw new InvalidOperationException("The warm-up has ended already.");
        // A request may be sent up to a millisecond before it is due, that is before the first one here.
        _measured = new Measured(_schedule.DueBy(Elapsed) + 1, new LoadRecorder(), _measured.Recorder);
    }

    /// <summary>Schedules no further request, waits for those that are due, and reports.</summary>
    /// <param name="cancellationToken">Ends the waiting: what is running is cancelled and counted as failed.</param>
    public async Task<LoadReport> StopAsync(CancellationToken cancellationToken = default)
    {
        Interlocked.Exchange(ref _last, _schedule.DueBy(Elapsed));
        await _waiting.CancelAsync().ConfigureAwait(false);
        await using (cancellationToken.UnsafeRegister(static running => ((CancellationTokenSource)running!).Cancel(), _running).ConfigureAwait(false))
            await _workers.ConfigureAwait(false);
        return _measured.Recorder.Report(Elapsed - _schedule.DueAt(_measured.First));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _dataSource.DisposeAsync().ConfigureAwait(false);
        _waiting.Dispose();
        _running.Dispose();
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            var request = Interlocked.Increment(ref _taken);
            if (!await IsDueAsync(request).ConfigureAwait(false)) return;

            if (_schedule.DueBy(Elapsed) - request > _options.QueueLimit) RecorderOf(request).Shed();
            else await SendAsync(request).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the request is due; false when the run was stopped before it was.</summary>
    private async Task<bool> IsDueAsync(long request)
    {
        while (request < Interlocked.Read(ref _last))
        {
            var wait = _schedule.DueAt(request) - Elapsed;
            // Timers count whole milliseconds: less than one early is nearer than one late.
            if (wait < TimeSpan.FromMilliseconds(1)) return true;
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Floor(wait.TotalMilliseconds)), _time, _waiting.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Stopped: whether this request still was due is decided above.
            }
        }
        return false;
    }

    private async Task SendAsync(long request)
    {
        var random = _schedule.RandomFor(request);
        var transaction = _schedule.Choose(random);
        var start = Min(_schedule.DueAt(request), Elapsed);
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _running.Token);
        try
        {
            await using var connection = await _dataSource.OpenConnectionAsync(either.Token).ConfigureAwait(false);
            await transaction.ExecuteAsync(connection, random, either.Token).ConfigureAwait(false);
            RecorderOf(request).Completed(transaction.Name, SinceMeasuring(start), Elapsed - start);
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or TimeoutException or InvalidOperationException)
        {
            RecorderOf(request).Failed(transaction.Name, SinceMeasuring(start), Elapsed - start, error);
        }
    }

    private LoadRecorder RecorderOf(long request) => request < _measured.First ? _measured.WarmUp : _measured.Recorder;

    private TimeSpan SinceMeasuring(TimeSpan start) => start - _schedule.DueAt(_measured.First);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed record Measured(long First, LoadRecorder Recorder, LoadRecorder WarmUp);
}
