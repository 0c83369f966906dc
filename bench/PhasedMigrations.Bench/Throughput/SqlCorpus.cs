using System.Text;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>The .sql files of a folder, in memory.</summary>
internal sealed record SqlCorpus(string Name, string Folder, IReadOnlyList<SqlFile> Files)
{
    public double Megabytes { get; } = Files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Text)) / 1e6;

    public static SqlCorpus Read(string folder) => new(
        Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
        folder,
        [.. Directory.EnumerateFiles(folder, "*.sql", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new SqlFile(path, File.ReadAllText(path)))]);
}

internal readonly record struct SqlFile(string Path, string Text);
