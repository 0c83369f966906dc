using System.Text.RegularExpressions;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Package.Tests;

/// <summary>The shop sample as a user's project, with what the tests do to it.</summary>
internal sealed partial class ShopConsumer(ConsumerProject project) : IDisposable
{
    /// <summary>The five hazards of the sample, in the order of its migrations.</summary>
    public static readonly string[] Rules = ["PHM2001", "PHM3001", "PHM1008", "PHM1007", "PHM1001"];

    public ConsumerProject Project { get; } = project;

    /// <summary>The shop with runtime, adapter and (through them) the analyzer.</summary>
    public static ShopConsumer WithRuntime(PackedPackages packages) =>
        new(ConsumerProject.CopyOf(Repository.PathOf("samples", "Shop"), packages));

    /// <summary>The shop with the analyzer package alone.</summary>
    public static ShopConsumer WithAnalyzersOnly(PackedPackages packages)
    {
        var shop = WithRuntime(packages);
        shop.Project.WriteFile("Shop.csproj", shop.Project.ReadFile("Shop.csproj").Replace(
            "\"PhasedMigrations.EntityFrameworkCore\"", "\"PhasedMigrations.Analyzers\" PrivateAssets=\"all\"", StringComparison.Ordinal));
        return shop;
    }

    /// <summary>Builds from nothing and gives the PHM warnings of the console, once each, as "ID path(line,column)".</summary>
    public async Task<string[]> BuildAsync(params string[] arguments)
    {
        var build = (await Project.DotnetAsync(["build", "--no-incremental", .. arguments])).EnsureSuccess();
        return [.. Warning().Matches(build.Output)
            .Select(match => $"{match.Groups["id"].Value} {Path.GetFileName(match.Groups["place"].Value)}")
            .Distinct()
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>What a user types to fix the whole project.</summary>
    public async Task FixAsync() =>
        (await Project.DotnetAsync(["format", "analyzers", "--diagnostics", .. Rules, "--severity", "warn"])).EnsureSuccess();

    public async Task MigrateAsync(TestDatabase database, string? target = null) =>
        (await Project.DotnetAsync(
            ["run", "--no-build", "--", "migrate", .. target is null ? [] : new[] { target }],
            new Dictionary<string, string?> { ["SHOP_CONNECTION"] = database.ConnectionString })).EnsureSuccess();

    public void Dispose() => Project.Dispose();

    [GeneratedRegex(@"(?<place>[^\s]+\.cs\(\d+,\d+\)): warning (?<id>PHM\d{4}):")]
    private static partial Regex Warning();
}
