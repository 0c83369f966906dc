namespace PhasedMigrations;

/// <summary>What a run does at which value of a signal. A limit that is null is none.</summary>
/// <param name="Reduce">From here on batches are followed by longer and longer pauses, and fewer workers work.</param>
/// <param name="Pause">From here on no batch begins, until the value is below four fifths of it.</param>
/// <param name="Abort">From here on the run ends as <see cref="PhasedRunOutcome.Interrupted"/>, to be started again later.</param>
public sealed record SignalLimits(double? Reduce = null, double? Pause = null, double? Abort = null)
{
    internal bool IsValid =>
        new[] { Reduce, Pause, Abort }.OfType<double>().ToList() is var given
        && given.All(limit => limit > 0 && double.IsFinite(limit))
        && given.SequenceEqual(given.Order());
}
