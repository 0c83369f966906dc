namespace PhasedMigrations.Backfill.Signals;

/// <summary>The ranges of the options about signals.</summary>
internal static class SignalOptions
{
    /// <param name="options">To be checked.</param>
    /// <param name="require">Fails when the first is false, naming the option and its range.</param>
    public static void Require(PhasedRunnerOptions options, Action<bool, string, string> require)
    {
        require(
            options.SignalInterval >= TimeSpan.FromSeconds(0.1) && options.SignalInterval <= TimeSpan.FromSeconds(60),
            nameof(options.SignalInterval), "between 0.1 and 60 seconds");
        require(
            options.SignalSilence > options.SignalInterval && options.SignalSilence <= TimeSpan.FromMinutes(10),
            nameof(options.SignalSilence), "more than SignalInterval and at most 10 minutes");
        var names = LoadSignals.All.Concat(options.Signals.Select(signal => signal.Name)).ToList();
        require(names.Distinct().Count() == names.Count, nameof(options.Signals), "signals with names of their own");
        require(options.Signals.All(signal => signal.Limits.IsValid), nameof(options.Signals), "signals with positive limits, Reduce <= Pause <= Abort");
        var known = string.Join(", ", names);
        require(options.WaivedSignals.All(names.Contains), nameof(options.WaivedSignals), $"names of signals: {known}");
        require(options.SignalLimits.Keys.All(names.Contains), nameof(options.SignalLimits), $"by names of signals: {known}");
        require(options.SignalLimits.Values.All(limits => limits.IsValid), nameof(options.SignalLimits), "positive limits, Reduce <= Pause <= Abort");
        require(
            options.Replicas.Select(replica => replica.Name).Distinct().Count() == options.Replicas.Count, nameof(options.Replicas), "replicas with different names");
        require(options.MissingReplicaHold is null || options.MissingReplicaHold >= TimeSpan.Zero, nameof(options.MissingReplicaHold), "not negative");
        require(options.ServerCores is null or >= 1 and <= 4096, nameof(options.ServerCores), "between 1 and 4,096");
        require(options.WalBudget is null or > 0, nameof(options.WalBudget), "positive");
    }
}
