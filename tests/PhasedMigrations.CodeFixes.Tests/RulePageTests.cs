using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.CodeFixes.Tests;

/// <summary>A rule's page says that there is a fix where there is one.</summary>
public sealed class RulePageTests
{
    [Fact]
    public void PagesWithAFix_AreThoseOfTheProvider()
    {
        var pages = Directory.GetFiles(Repository.PathOf("docs", "rules"), "PHM*.md")
            .Where(page => File.ReadLines(page).First(line => line.StartsWith("| PHM", StringComparison.Ordinal)).Split('|')[4].Trim() != "–")
            .Select(page => Path.GetFileNameWithoutExtension(page)!);

        Assert.Equal(
            new PhasedMigrationsCodeFixProvider().FixableDiagnosticIds.Order(StringComparer.Ordinal),
            pages.Order(StringComparer.Ordinal));
    }
}
