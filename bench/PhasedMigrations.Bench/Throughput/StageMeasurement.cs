namespace PhasedMigrations.Bench.Throughput;

/// <summary>What a stage costs in steady state. The CPU time is that of the whole process: compilation and collection count.</summary>
internal readonly record struct StageMeasurement(double CpuSeconds, long AllocatedBytes)
{
    /// <summary>Until every method is compiled at its last tier.</summary>
    private const double WarmUpMegabytes = 50;

    private const int Rounds = 5;

    public static StageMeasurement operator +(StageMeasurement left, StageMeasurement right) =>
        new(left.CpuSeconds + right.CpuSeconds, left.AllocatedBytes + right.AllocatedBytes);

    public static StageMeasurement Of(SqlStage stage, SqlCorpus corpus)
    {
        for (var megabytes = 0.0; megabytes < WarmUpMegabytes; megabytes += corpus.Megabytes)
            Run(stage, corpus);
        var runs = Enumerable.Range(0, Rounds).Select(_ => Run(stage, corpus)).OrderBy(run => run.CpuSeconds).ToArray();
        return runs[Rounds / 2];
    }

    private static StageMeasurement Run(SqlStage stage, SqlCorpus corpus)
    {
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        stage.Run(corpus);
        return new StageMeasurement(
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}
