using System.Globalization;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>One row a corpus: our stages and squawk in megabytes per CPU second.</summary>
internal static class ThroughputTable
{
    public static void PrintHeader() => Print(
        ["corpus", "files", "MB", .. SqlStage.All.Select(stage => stage.Name), "bytes/byte", "our process", "squawk", "without start", "refused", "ratio"]);

    public static void Print(CorpusMeasurement corpus) => Print(
        [
            corpus.Name,
            corpus.Files.ToString(CultureInfo.InvariantCulture),
            Number(corpus.Megabytes),
            .. corpus.Stages.Select(stage => Number(corpus.Megabytes / stage.CpuSeconds)),
            Number(corpus.Analyzer.AllocatedBytes / (corpus.Megabytes * 1e6)),
            Number(corpus.Megabytes / corpus.Process),
            corpus.Squawk is { } whole ? Number(corpus.Megabytes / whole.Total) : "-",
            corpus.Squawk is { } running ? Number(corpus.Megabytes / running.Running) : "-",
            corpus.Squawk?.RefusedFiles.ToString(CultureInfo.InvariantCulture) ?? "-",
            corpus.Squawk is { } compared ? Number(compared.Running / corpus.Analyzer.CpuSeconds) : "-",
        ]);

    private static void Print(IReadOnlyList<string> cells) =>
        Console.Out.WriteLine(cells[0].PadRight(18) + string.Concat(cells.Skip(1).Select(cell => cell.PadLeft(14))));

    private static string Number(double value) => value.ToString(value < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);
}
