using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Analyzers.Tests.Robustness;
using PhasedMigrations.Rules;

namespace PhasedMigrations.Analyzers.Tests.Docs;

/// <summary>Page, descriptor and README say the same, and the examples do what the page says.</summary>
public sealed class RulePageTests
{
    private static readonly string[] Sections =
        ["What happens on a live table", "Bad", "Good", "The fix", "When to suppress", "Options"];

    private static readonly string[] Fixes = ["P S", "P", "S", "–"];

    public static TheoryData<string> Ids => [.. Descriptors().Select(descriptor => descriptor.Id)];

    public static TheoryData<string> RuleIds => [.. Catalog.Rules.Select(rule => rule.Descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_AgreesWithTheDescriptor(string id)
    {
        var descriptor = Descriptors().Single(candidate => candidate.Id == id);
        var page = RulePage.Of(id);

        Assert.Equal($"# {id}: {Title(descriptor)}", page.Title);
        Assert.Equal($"| {id} | {descriptor.Category} | {Severity(descriptor)} | {page.Fix} |", page.Facts);
        Assert.Contains(page.Fix, Fixes);
        Assert.EndsWith($"/docs/rules/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        // A failure of the analyzer has no example.
        Assert.Equal(descriptor.Category == "Analysis" ? [.. Sections.Except(["Bad", "Good"])] : Sections, page.Sections);
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task BadExample_TriggersExactlyItsRule(string id)
    {
        var example = Assert.Single(RulePage.Of(id).Examples("Bad"));

        var findings = await FindingsAsync(example);

        Assert.Equal([id], findings);
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task GoodExamples_TriggerNothing(string id)
    {
        var examples = RulePage.Of(id).Examples("Good");

        Assert.NotEmpty(examples);
        foreach (var example in examples)
            Assert.Empty(await FindingsAsync(example));
    }

    [Fact]
    public void Readme_ListsEveryRule()
    {
        var readme = File.ReadAllText(Path.Combine(RulePage.RepositoryRoot, "README.md"));
        var table = readme.Split("<!-- rules -->")[1].Split("<!-- /rules -->")[0].Trim();

        Assert.Equal(
            string.Join('\n',
            [
                "| id | title | severity | fix |",
                "|---|---|---|---|",
                .. Descriptors().OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(rule =>
                    $"| [{rule.Id}](docs/rules/{rule.Id}.md) | {Title(rule)} | {Severity(rule)} | {RulePage.Of(rule.Id).Fix} |"),
            ]),
            table);
    }

    [Fact]
    public void EveryPage_HasItsRule() => Assert.Equal(
        Descriptors().Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(RulePage.RepositoryRoot, "docs", "rules")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    private static ImmutableArray<DiagnosticDescriptor> Descriptors() => new PhasedMigrationsAnalyzer().SupportedDiagnostics;

    private static string Title(DiagnosticDescriptor descriptor) =>
        descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Severity(DiagnosticDescriptor descriptor) =>
        descriptor.IsEnabledByDefault ? $"{descriptor.DefaultSeverity}" : $"{descriptor.DefaultSeverity}, off";

    /// <summary>The ids reported for the statements in an Up that compiles against the real packages.</summary>
    private static async Task<IReadOnlyList<string>> FindingsAsync(string statements)
    {
        var findings = await AnalyzerRun.OverCompilableAsync($"using PhasedMigrations;\n{MigrationTest.Migration(statements)}");
        return [.. findings.Select(finding => finding.Id)];
    }
}
