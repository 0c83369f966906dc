using System.Globalization;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>One row a corpus: our stages and squawk in megabytes per CPU second.</summary>
internal sealed class ThroughputTable(Squawk? squawk, TextWriter output)
{
    public void Print(IEnumerable<SqlCorpus> corpora)
    {
        Row("corpus", "files", "MB", "lex", "parse", "operations", "rules", "bytes/byte", "our process", "squawk", "without start", "rules/squawk");
        foreach (var corpus in corpora)
            Print(corpus);
    }

    private void Print(SqlCorpus corpus)
    {
        var stages = SqlStage.All.Select(stage => StageMeasurement.Of(stage, corpus)).ToArray();
        var rules = stages[^1];
        var process = ProcessCost.OfCommand(Environment.ProcessPath!, [typeof(ThroughputTable).Assembly.Location, "check", corpus.Folder]);
        var theirs = squawk?.Measure(corpus);
        Row([
            corpus.Name,
            corpus.Files.Count.ToString(CultureInfo.InvariantCulture),
            Number(corpus.Megabytes),
            .. stages.Select(stage => Number(corpus.Megabytes / stage.CpuSeconds)),
            Number(rules.AllocatedBytes / (corpus.Megabytes * 1e6)),
            Number(corpus.Megabytes / process),
            theirs is { } whole ? Number(corpus.Megabytes / whole.Total) : "-",
            theirs is { } running ? Number(corpus.Megabytes / (running.Total - running.StartUp)) : "-",
            theirs is { } compared ? Number((compared.Total - compared.StartUp) / rules.CpuSeconds) : "-",
        ]);
    }

    private void Row(params IReadOnlyList<string> cells) =>
        output.WriteLine(cells[0].PadRight(18) + string.Concat(cells.Skip(1).Select(cell => cell.PadLeft(14))));

    private static string Number(double value) => value.ToString(value < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);
}
