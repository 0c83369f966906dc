using System.Collections.Concurrent;
using Npgsql;

namespace PhasedMigrations.Load;

/// <summary>Collects the outcomes of requests that end on many threads.</summary>
internal sealed class LoadRecorder
{
    private readonly ConcurrentDictionary<string, LoadFailure> _failures = new();
    private readonly LatencyHistogram _latencies = new();
    private readonly Lock _stallLock = new();
    private Stall? _longest;
    private long _completed;
    private long _failed;
    private long _shed;

    public long Ended => Interlocked.Read(ref _completed) + Interlocked.Read(ref _failed) + Interlocked.Read(ref _shed);

    public void Completed(string transaction, TimeSpan start, TimeSpan latency)
    {
        Latency(transaction, start, latency);
        Interlocked.Increment(ref _completed);
    }

    public void Failed(string transaction, TimeSpan start, TimeSpan latency, Exception error)
    {
        Latency(transaction, start, latency);
        var key = (error as PostgresException ?? error.InnerException as PostgresException)?.SqlState ?? error.GetType().Name;
        _failures.AddOrUpdate(key, _ => new LoadFailure(1, error.Message), (_, failure) => failure with { Count = failure.Count + 1 });
        Interlocked.Increment(ref _failed);
    }

    public void Shed() => Interlocked.Increment(ref _shed);

    public LoadReport Report(TimeSpan duration) => new(
        duration, Ended, Interlocked.Read(ref _completed), Interlocked.Read(ref _shed), _failures.ToDictionary(), _latencies, _longest);

    private void Latency(string transaction, TimeSpan start, TimeSpan latency)
    {
        _latencies.Record(latency);
        lock (_stallLock)
            if (_longest is null || latency > _longest.Latency)
                _longest = new Stall(transaction, start, latency);
    }
}
