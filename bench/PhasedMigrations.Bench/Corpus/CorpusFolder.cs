namespace PhasedMigrations.Bench.Corpus;

/// <summary>The generated corpus on disk, one folder a kind of file, the same in every run.</summary>
internal static class CorpusFolder
{
    private const ulong Seed = 20260105;

    public static IReadOnlyList<string> Generate(string folder, int megabytes)
    {
        (string Name, int Percent, Func<SeededRandom, IScript> Kind)[] parts =
        [
            ("handwritten", 40, random => new FlywayScript(random)),
            ("ef-scripts", 35, random => new EntityFrameworkScript(random)),
            ("pg-dump", 25, random => new DatabaseDump(random)),
        ];
        foreach (var (name, percent, kind) in parts)
            Generate(Path.Combine(folder, name), kind(new SeededRandom(Seed)), megabytes * 10_000L * percent);
        return [.. parts.Select(part => Path.Combine(folder, part.Name))];
    }

    private static void Generate(string folder, IScript script, long bytes)
    {
        Directory.CreateDirectory(folder);
        foreach (var earlier in Directory.EnumerateFiles(folder, "*.sql"))
            File.Delete(earlier);
        for (var number = 1; bytes > 0; number++)
        {
            var text = script.Write();
            File.WriteAllText(Path.Combine(folder, script.FileName(number)), text);
            bytes -= text.Length; // every character is one byte
        }
    }
}
