namespace PhasedMigrations.Backfill.Signals;

/// <summary>Which signals a run watches: the built-in ones and the user's, without those that were waived.</summary>
internal static class SignalSet
{
    public static IReadOnlyList<WatchedSignal> Of(PhasedRunnerOptions options, RunnerRow row, TimeProvider time) =>
    [
        .. BuiltInSignals.Create(options, row, time).Select(signal => (Signal: signal, IsLoad: BuiltInSignals.IsLoad(signal.Name)))
            .Concat(options.Signals.Select(signal => (Signal: signal, IsLoad: false)))
            .Where(entry => !options.WaivedSignals.Contains(entry.Signal.Name))
            .Select(entry => new WatchedSignal(
                entry.Signal, options.SignalLimits.GetValueOrDefault(entry.Signal.Name) ?? entry.Signal.Limits, entry.IsLoad, options.SignalSilence, time)),
    ];
}
