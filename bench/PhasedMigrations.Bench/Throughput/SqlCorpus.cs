using System.Text;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>The .sql files of a folder, in memory.</summary>
internal sealed record SqlCorpus(string Name, string Folder, IReadOnlyList<SqlFile> Files)
{
    public double Megabytes { get; } = Files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Text)) / 1e6;

    public static SqlCorpus Read(string folder)
    {
        var paths = Directory.GetFiles(folder, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        if (paths.Count == 0)
            throw new InvalidOperationException($"no .sql file in {folder}");
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return new SqlCorpus(name, folder, [.. paths.Select(path => new SqlFile(path, File.ReadAllText(path)))]);
    }
}

internal readonly record struct SqlFile(string Path, string Text);
