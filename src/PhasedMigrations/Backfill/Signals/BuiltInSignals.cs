using System.Globalization;

namespace PhasedMigrations.Backfill.Signals;

/// <summary>The signals of a run, with the limits that docs/engine.md lists.</summary>
internal static class BuiltInSignals
{
    private const double Mebibyte = 1024 * 1024;
    private const double Gibibyte = 1024 * Mebibyte;

    /// <summary>Whose values say how much the server does, so that pauses grow before the limit is reached. Of the others only the limit counts.</summary>
    public static bool IsLoad(string name) => name is
        LoadSignals.LockWaiters or LoadSignals.ActiveSessions or LoadSignals.CommitLatency or LoadSignals.WalRate;

    public static IEnumerable<ILoadSignal> Create(PhasedRunnerOptions options, RunnerRow row, TimeProvider time)
    {
        yield return new ReplicaLag(new(Reduce: 32 * Mebibyte, Pause: 128 * Mebibyte), options.MissingReplicaHold, time);
        if (options.Replicas.Count > 0)
            yield return new ReplicaDelay(new(Reduce: 5, Pause: 30, Abort: 60), options.Replicas, row);
        yield return new ServerSignal(LoadSignals.SlotRetention, "bytes", new(Reduce: 4 * Gibibyte, Pause: 8 * Gibibyte), SlotRetention);
        yield return new ServerSignal(LoadSignals.SlotBudget, "%", new(Reduce: 50, Pause: 75), SlotBudget);
        yield return new ServerSignal(LoadSignals.LockWaiters, "sessions", new(Reduce: 4, Pause: 16), sample => new(sample.LockWaiters));
        yield return new ServerSignal(
            LoadSignals.LockWait, "s", new(Reduce: 1, Pause: 5, Abort: 60), sample => new(sample.LongestLockWaitSeconds));
        if (options.ServerCores is { } cores)
            yield return new ServerSignal(
                LoadSignals.ActiveSessions, "per core", new(Reduce: 0.7, Pause: 4), sample => new((double)sample.ActiveSessions!.Value / cores));
        yield return new ServerSignal(
            LoadSignals.CommitLatency, "ms", new(Reduce: 200), sample => new(sample.CommitMilliseconds ?? 0));
        if (options.WalBudget is { } budget)
            yield return new WalRate(new(Reduce: budget));
        yield return new ServerSignal(
            LoadSignals.WraparoundVacuum, "vacuums", new(Pause: 1), sample => new(sample.Vacuums, sample.VacuumedTable));
        yield return new ServerSignal(LoadSignals.Connections, "%", new(Reduce: 80, Pause: 95), Connections);
        yield return new ServerSignal(LoadSignals.Memory, "%", new(Reduce: 80, Abort: 95), sample => sample.Memory);
        yield return new ServerSignal(LoadSignals.Errors, "%", new(Pause: 1, Abort: 5), sample => new(sample.ErrorPercent ?? 0));
    }

    private static SignalReading SlotRetention(LoadSample sample) =>
        sample.Slots.MaxBy(slot => slot.RetainedBytes) is { } worst ? new(worst.RetainedBytes, $"slot {worst.Name}") : new(0);

    private static SignalReading SlotBudget(LoadSample sample) =>
        sample.Slots.Select(slot => (slot.Name, Used: UsedPercent(slot))).OrderByDescending(slot => slot.Used).FirstOrDefault() is { Name: not null } worst
            ? new(worst.Used, $"slot {worst.Name}")
            : new(0);

    private static double UsedPercent(SlotState slot) => slot switch
    {
        { SafeBytes: null } => 0,
        { IsUnreserved: true } or { SafeBytes: <= 0 } => 100,
        { SafeBytes: { } safe } => 100.0 * slot.RetainedBytes / (slot.RetainedBytes + safe),
    };

    private static SignalReading Connections(LoadSample sample) => new(
        100.0 * sample.Connections / Math.Max(sample.MostConnections, 1),
        string.Create(CultureInfo.InvariantCulture, $"{sample.Connections} of {sample.MostConnections}"));
}
