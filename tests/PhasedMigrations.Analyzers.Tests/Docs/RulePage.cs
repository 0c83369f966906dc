using System.Text.RegularExpressions;

namespace PhasedMigrations.Analyzers.Tests.Docs;

/// <summary>A page of docs/rules, cut into its parts.</summary>
internal sealed partial class RulePage
{
    private readonly Dictionary<string, string> _sections;

    private RulePage(string title, string facts, Dictionary<string, string> sections)
    {
        Title = title;
        Facts = facts;
        _sections = sections;
    }

    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    public string Title { get; }

    /// <summary>The row of the table under the title.</summary>
    public string Facts { get; }

    public IReadOnlyCollection<string> Sections => _sections.Keys;

    public string Fix => Facts.Split('|')[4].Trim();

    public static RulePage Of(string id)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot, "docs", "rules", $"{id}.md"));
        var parts = SectionHeading().Split(text);
        var head = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new RulePage(head[0], head[^1], parts[1..].Chunk(2).ToDictionary(part => part[0], part => part[1]));
    }

    /// <summary>The C# examples of a section.</summary>
    public IReadOnlyList<string> Examples(string section) =>
        [.. Example().Matches(_sections[section]).Select(match => match.Groups[1].Value)];

    /// <summary>From where the tests run: a deterministic build does not know where its sources were.</summary>
    private static string FindRepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Analyzers.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No repository above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }

    [GeneratedRegex(@"^## (.+)\n", RegexOptions.Multiline)]
    private static partial Regex SectionHeading();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
