namespace PhasedMigrations.Bench.Throughput;

/// <summary>The linter to compare with: its binary, on the same files.</summary>
internal sealed class Squawk(string binary)
{
    /// <summary>A command line holds about two megabytes of paths.</summary>
    private const int FilesInOneRun = 5_000;

    private double? _startUp;

    /// <summary>CPU seconds for the corpus, and the part of them that starting squawk takes.</summary>
    public (double Total, double StartUp) Measure(SqlCorpus corpus)
    {
        var total = 0.0;
        var runs = corpus.Files.Chunk(FilesInOneRun).ToList();
        foreach (var files in runs)
            total += ProcessCost.OfCommand(binary, ["--reporter", "gcc", .. files.Select(file => file.Path)]);
        return (total, StartUp() * runs.Count);
    }

    private double StartUp() => _startUp ??= ProcessCost.OfCommand(binary, ["--version"]);
}
