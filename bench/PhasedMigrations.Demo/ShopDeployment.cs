using System.Text.RegularExpressions;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Demo;

/// <summary>A copy of samples/Shop that uses the packed packages, as its developers and its deployment pipeline treat it.</summary>
internal sealed partial class ShopDeployment(PackedPackages packages) : IDisposable
{
    private readonly ConsumerProject _project = ConsumerProject.CopyOf(Repository.PathOf("samples", "Shop"), packages);

    /// <summary>Builds the shop and gives the analyzer's warnings as the console shows them.</summary>
    public async Task<IReadOnlyList<string>> BuildAsync(CancellationToken cancellationToken)
    {
        var build = await _project.DotnetAsync(["build", "--no-incremental"], cancellationToken: cancellationToken);
        return [.. Warning().Matches(build.EnsureSuccess().Output).Select(match => match.Groups["text"].Value).Distinct()];
    }

    public async Task FixAsync(CancellationToken cancellationToken) => (await _project.DotnetAsync(
        ["format", "analyzers", "--diagnostics", "PHM1001", "PHM1007", "PHM1008", "PHM2001", "PHM3001", "--severity", "warn"],
        cancellationToken: cancellationToken)).EnsureSuccess();

    public Task<ProgramResult> MigrateAsync(TestDatabase database, string? target, CancellationToken cancellationToken) => _project.DotnetAsync(
        ["run", "--no-build", "--", "migrate", .. target is null ? [] : new[] { target }],
        new Dictionary<string, string?> { ["SHOP_CONNECTION"] = database.ConnectionString },
        cancellationToken);

    public async Task InstallToolAsync(CancellationToken cancellationToken) => (await _project.DotnetAsync(
        ["tool", "install", "PhasedMigrations.Tool", "--version", packages.Version, "--tool-path", ToolFolder],
        cancellationToken: cancellationToken)).EnsureSuccess();

    /// <exception cref="InvalidOperationException">The tool ended with another code; the message holds all it said.</exception>
    public async Task PhasedAsync(TestDatabase database, string[] arguments, int expectedExitCode, CancellationToken cancellationToken)
    {
        var result = await Programs.RunAsync(
            _project.Folder,
            Path.Combine(ToolFolder, "phased"),
            arguments,
            new Dictionary<string, string?> { ["PHASED_CONNECTION"] = database.ConnectionString },
            cancellationToken);
        if (result.ExitCode != expectedExitCode)
            throw new InvalidOperationException($"'{result.CommandLine}' ended with {result.ExitCode}:\n{result.Output}\n{result.Errors}");
    }

    /// <summary>The body of a migration's Up, to show it.</summary>
    public string UpOf(string migration)
    {
        var file = Directory.EnumerateFiles(Path.Combine(_project.Folder, "Migrations"), $"*_{migration}.cs").Single();
        return Up().Match(File.ReadAllText(file)).Groups["body"].Value.TrimEnd();
    }

    public void Dispose() => _project.Dispose();

    private string ToolFolder => Path.Combine(_project.Folder, "tools");

    [GeneratedRegex(@"(?<text>Migrations/\S+\.cs\(\d+,\d+\): warning PHM\d{4}: [^\r\n(]+)")]
    private static partial Regex Warning();

    [GeneratedRegex(@"void Up\(MigrationBuilder migrationBuilder\)\s*\{\r?\n(?<body>.*?)\r?\n        \}", RegexOptions.Singleline)]
    private static partial Regex Up();
}
