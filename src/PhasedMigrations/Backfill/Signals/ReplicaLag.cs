using System.Globalization;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>
/// Bytes that the slowest replica has still to replay. Its replay_lag in time is NULL when nothing is written, so it tells nothing. A replica that
/// was there and has gone is not taken for one that keeps up: by its slot its lag is still known; without one the signal has no value until it is back.
/// </summary>
/// <param name="limits">The defaults.</param>
/// <param name="missingHold">After which time a replica that has gone counts as removed; null: never.</param>
/// <param name="time">The clock.</param>
internal sealed class ReplicaLag(SignalLimits limits, TimeSpan? missingHold, TimeProvider time) : ILoadSignal
{
    private readonly Dictionary<string, Known> _known = [];

    public string Name => LoadSignals.ReplicaLag;

    public string Unit => "bytes";

    public SignalLimits Limits => limits;

    public ValueTask<SignalReading> ReadAsync(SignalContext context, CancellationToken cancellationToken) => new(Read(context.Sample));

    public SignalReading Read(LoadSample sample)
    {
        if (sample.Replicas.FirstOrDefault(replica => !replica.IsVisible) is { } hidden)
            throw new UnreadableSignalException($"the role may not see how far the replica {hidden.Name} is; it needs pg_read_all_stats");
        if (Missing(sample) is { } missing)
            throw new UnreadableSignalException(missing);
        if (sample.Replicas.FirstOrDefault(replica => replica.LagBytes is null) is { } silent)
            throw new UnreadableSignalException($"the replica {silent.Name} has not said yet how far it is");
        return sample.Replicas.MaxBy(replica => replica.LagBytes) is { } slowest
            ? new(Math.Max(0, slowest.LagBytes!.Value), slowest.IsConnected ? $"replica {slowest.Name}" : $"slot {slowest.Name}, whose replica is away")
            : new(0);
    }

    // By name and number: an address changes when a replica moves, and several may have the default name.
    private string? Missing(LoadSample sample)
    {
        foreach (var group in sample.Replicas.Where(replica => replica.IsConnected).GroupBy(replica => replica.Name))
        {
            var known = _known.GetValueOrDefault(group.Key) ?? new();
            known.Slots.UnionWith(group.Select(replica => replica.Slot).OfType<string>());
            known.Most = Math.Max(known.Most, group.Count());
            _known[group.Key] = known;
        }

        foreach (var (name, known) in _known)
        {
            var connected = sample.Replicas.Count(replica => replica.IsConnected && replica.Name == name);
            var away = sample.Replicas.Count(replica => !replica.IsConnected && known.Slots.Contains(replica.Name));
            if (connected + away >= known.Most)
            {
                known.MissingSince = null;
                continue;
            }

            known.MissingSince ??= time.GetTimestamp();
            if (missingHold is { } hold && time.GetElapsedTime(known.MissingSince.Value) >= hold)
            {
                (known.Most, known.MissingSince) = (connected + away, null);
                continue;
            }

            return string.Create(
                CultureInfo.InvariantCulture,
                $"of {known.Most} replicas named {name}, {connected + away} are connected; if it was removed for good, start the run again or set MissingReplicaHold");
        }

        return null;
    }

    private sealed class Known
    {
        public int Most { get; set; }

        public HashSet<string> Slots { get; } = [];

        public long? MissingSince { get; set; }
    }
}
