using System.Text.Json;

namespace PhasedMigrations.Tool.Tests;

/// <summary>What the tool printed and ended with.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public string Everything => Output + Errors;

    /// <summary>Standard output as one JSON object a line.</summary>
    public IReadOnlyList<JsonElement> JsonLines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    /// <summary>Standard output as one JSON value.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>Fails with all that was said when the tool did not end as expected.</summary>
    public ToolResult EndedWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"ended with {ExitCode}, not {exitCode}:\n{Output}{Errors}");
        Assert.DoesNotContain("   at PhasedMigrations", Everything, StringComparison.Ordinal);
        return this;
    }
}
