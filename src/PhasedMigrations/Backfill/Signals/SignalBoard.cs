using System.Text.Json.Nodes;
using PhasedMigrations.Backfill.Pacing;
using PhasedMigrations.Execution;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Telemetry;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>The last reading of every signal. Workers ask it before each batch; it answers from memory, also when nobody can read any more.</summary>
internal sealed class SignalBoard(IReadOnlyList<WatchedSignal> signals) : IHold
{
    private readonly Lock _lock = new();
    private bool _isWatched;

    /// <summary>The highest of all loads; 1 is a limit reached.</summary>
    public double Load
    {
        get
        {
            lock (_lock)
                return signals.Select(signal => signal.Load).DefaultIfEmpty().Max();
        }
    }

    /// <exception cref="InterruptedException">A signal says that the run has to end.</exception>
    public ValueTask<string?> ReasonAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_isWatched)
                return default;
            if (signals.Select(signal => signal.AbortReason).FirstOrDefault(reason => reason is not null) is { } abort)
                throw new InterruptedException($"{abort}. Everything done so far is kept; run again when it is lower.");
            return new(signals.Select(signal => signal.HoldReason).FirstOrDefault(reason => reason is not null));
        }
    }

    /// <summary>From now on what was not read counts.</summary>
    public void BeginWatch()
    {
        lock (_lock)
            _isWatched = true;
    }

    public void Record(WatchedSignal signal, SignalReading reading)
    {
        EngineMetrics.Read(signal.Signal.Name, reading.Value);
        lock (_lock)
            signal.Record(reading);
    }

    public void Fail(WatchedSignal signal, Exception error)
    {
        lock (_lock)
            signal.Fail(error);
    }

    public void FailAll(Exception error)
    {
        lock (_lock)
        {
            foreach (var signal in signals)
                signal.Fail(error);
        }
    }

    /// <summary>For phased.runners.</summary>
    public string ToJson()
    {
        lock (_lock)
        {
            var all = new JsonObject();
            foreach (var signal in signals)
            {
                var one = new JsonObject { ["value"] = signal.Reading?.Value, ["unit"] = signal.Signal.Unit };
                if (signal.Reading?.Detail is { } detail)
                    one["detail"] = detail;
                if (signal.Error is { } error)
                    one["error"] = ServerErrors.Describe(error);
                all[signal.Signal.Name] = one;
            }

            return all.ToJsonString();
        }
    }
}
