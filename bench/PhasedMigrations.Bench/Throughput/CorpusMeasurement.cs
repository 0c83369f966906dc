namespace PhasedMigrations.Bench.Throughput;

/// <summary>What one corpus cost, in CPU seconds. Several add up.</summary>
/// <param name="Stages">Ours in steady state, in the order of <see cref="SqlStage.All"/>.</param>
/// <param name="Process">Ours as a process of its own, from a cold start.</param>
/// <param name="Squawk">Squawk's process; null when there is none to compare with.</param>
internal sealed record CorpusMeasurement(
    string Name, int Files, double Megabytes, IReadOnlyList<StageMeasurement> Stages, double Process, SquawkCost? Squawk)
{
    /// <summary>All that a user gets.</summary>
    public StageMeasurement Analyzer => Stages[^1];

    public static CorpusMeasurement Of(SqlCorpus corpus, Squawk? squawk) => new(
        corpus.Name,
        corpus.Files.Count,
        corpus.Megabytes,
        [.. SqlStage.All.Select(stage => StageMeasurement.Of(stage, corpus))],
        ProcessCost.OfCommand(Environment.ProcessPath!, [typeof(CorpusMeasurement).Assembly.Location, "check", corpus.Folder]),
        squawk?.Measure(corpus));

    public static CorpusMeasurement Sum(string name, IReadOnlyList<CorpusMeasurement> parts) => new(
        name,
        parts.Sum(part => part.Files),
        parts.Sum(part => part.Megabytes),
        [.. SqlStage.All.Select((_, stage) => parts.Select(part => part.Stages[stage]).Aggregate((sum, next) => sum + next))],
        parts.Sum(part => part.Process),
        parts.Select(part => part.Squawk).Aggregate((sum, next) => sum is { } left && next is { } right ? left + right : null));
}
