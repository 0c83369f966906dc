namespace PhasedMigrations.Bench.Throughput;

/// <summary>The linter to compare with: its binary, on the same files.</summary>
internal sealed class Squawk(string binary)
{
    /// <summary>A command line holds about two megabytes of paths.</summary>
    private const int FilesInOneRun = 5_000;

    private double? _startUp;

    /// <summary>Null where squawk gives up on one of the files.</summary>
    public SquawkCost? Measure(SqlCorpus corpus)
    {
        try
        {
            var runs = corpus.Files.Chunk(FilesInOneRun).Select(files => files.Select(file => file.Path).Prepend("--reporter=gcc").ToArray()).ToList();
            var refused = runs.Sum(run => RefusedFiles(ProcessCost.OutputOf(binary, run)));
            return new SquawkCost(runs.Sum(run => ProcessCost.OfCommand(binary, run)), StartUp() * runs.Count, refused);
        }
        catch (InvalidOperationException failure)
        {
            Console.Error.WriteLine($"{corpus.Name}: {failure.Message}");
            return null;
        }
    }

    /// <summary>A file with one syntax error is not checked any further.</summary>
    private static int RefusedFiles(IReadOnlyList<string> findings) => findings
        .Where(finding => finding.Contains(" error: syntax-error ", StringComparison.Ordinal))
        .Select(finding => finding[..finding.IndexOf(':', StringComparison.Ordinal)])
        .Distinct()
        .Count();

    private double StartUp() => _startUp ??= ProcessCost.OfCommand(binary, ["--version"]);
}
