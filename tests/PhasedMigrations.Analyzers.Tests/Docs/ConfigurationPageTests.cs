using PhasedMigrations.Options;

namespace PhasedMigrations.Analyzers.Tests.Docs;

/// <summary>The page and the definitions say the same.</summary>
public sealed class ConfigurationPageTests
{
    [Fact]
    public void Page_ListsEveryKey()
    {
        var page = File.ReadAllText(Path.Combine(RulePage.RepositoryRoot, "docs", "configuration.md"));
        var table = page.Split("<!-- keys -->")[1].Split("<!-- /keys -->")[0].Trim();

        Assert.Equal(
            string.Join('\n',
            [
                "| Key | Values | When unset | What it says |",
                "|---|---|---|---|",
                .. OptionDefinitions.All.Select(option => Row(option.Key, option)),
                .. OptionDefinitions.OfEachRule.Select(option => Row($"{OptionKeys.Prefix}PHM2001.{option.Name}", option)),
            ]),
            table);
    }

    private static string Row(string key, OptionDefinition option) => $"| `{key}` | {option.Accepts} | {option.WhenUnset} | {option.Effect} |";
}
