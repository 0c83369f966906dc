using System.Text.Json;
using System.Text.RegularExpressions;
using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Package.Tests;

/// <summary>A project whose migrations are plain .sql files sees its hazards in <c>dotnet build</c>.</summary>
public sealed partial class ScriptTests(PackagesFixture fixture)
{
    private static readonly string[] Expected =
    [
        "PHM1001 0004-AddOrderCurrency.sql(2,20)",
        "PHM2001 0002-IndexOrdersByCustomer.sql(2,1)",
        "PHM3001 0003-LinkOrdersToCustomers.sql(3,5)",
    ];

    [Fact]
    public async Task EmbeddedScriptsOfDbUp_AreReadByThemselves()
    {
        using var project = Sample();
        Assert.Equal(Expected, await BuildAsync(project));
    }

    [Fact]
    public async Task Findings_StandInSarifWithTheirRegion()
    {
        using var project = Sample();
        await BuildAsync(project, "-p:ErrorLog=build.sarif%2Cversion=2.1");

        using var log = JsonDocument.Parse(project.ReadFile("build.sarif"));
        var index = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Single(result => result.GetProperty("ruleId").GetString() == "PHM2001")
            .GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.EndsWith("Scripts/0002-IndexOrdersByCustomer.sql", index.GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal);
        var region = index.GetProperty("region");
        Assert.Equal(
            (2, 1, 2, 59),
            (region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(),
                region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32()));
    }

    /// <summary>No code, no package but the analyzer's; a script that is named twice is read once.</summary>
    [Fact]
    public async Task NamedScripts_AreReadOnceInAProjectWithoutMigrations()
    {
        using var project = Sample(Plain("<TargetFramework>net10.0</TargetFramework>", """
            <PhasedMigrationsSqlFiles Include="Scripts/*.sql" />
            <PhasedMigrationsSqlFiles Include="./Scripts/0002-IndexOrdersByCustomer.sql" />
            <EmbeddedResource Include="Scripts/0003-LinkOrdersToCustomers.sql" />
            <AdditionalFiles Include="Scripts/0004-AddOrderCurrency.sql" />
            """));
        Assert.Equal(Expected, await BuildAsync(project, "-p:PhasedMigrationsEmbeddedSqlFiles=true"));
    }

    [Fact]
    public async Task EmbeddedScriptsOfOtherProjects_AreReadOnRequest()
    {
        using var project = Sample(Plain("<TargetFramework>net10.0</TargetFramework>", """<EmbeddedResource Include="Scripts/*.sql" />"""));
        Assert.Empty(await BuildAsync(project));
        Assert.Equal(Expected, await BuildAsync(project, "-p:PhasedMigrationsEmbeddedSqlFiles=true"));
    }

    [Fact]
    public async Task BuildForSeveralFrameworks_ReadsScriptsOnce()
    {
        using var project = Sample(Plain(
            "<TargetFrameworks>;net10.0; netstandard2.0</TargetFrameworks>", """<PhasedMigrationsSqlFiles Include="Scripts/*.sql" />"""));
        Assert.Equal(Expected, await BuildAsync(project));
    }

    private static string Plain(string framework, string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{framework}<EnableDefaultCompileItems>false</EnableDefaultCompileItems></PropertyGroup>
          <ItemGroup>
            <PackageReference Include="PhasedMigrations.Analyzers" Version="0.1.0" PrivateAssets="all" />
            {items}
          </ItemGroup>
        </Project>
        """;

    private ConsumerProject Sample(string? projectFile = null)
    {
        var project = ConsumerProject.CopyOf(Repository.PathOf("samples", "Scripts"), fixture.Packages);
        if (projectFile is not null)
        {
            project.WriteFile("Scripts.csproj", projectFile.Replace(
                "\"0.1.0\"", $"\"{fixture.Packages.Version}\"", StringComparison.Ordinal));
        }

        return project;
    }

    /// <summary>Builds from nothing and gives the PHM warnings, in the order of their ids; one that is printed twice stands twice.</summary>
    private static async Task<string[]> BuildAsync(ConsumerProject project, params string[] arguments)
    {
        var build = (await project.DotnetAsync(["build", "--no-incremental", .. arguments])).EnsureSuccess();
        // What follows is the summary, which says it all again.
        var output = build.Output.Split("Build succeeded.")[0];
        return [.. Warning().Matches(output).Select(Text).Order(StringComparer.Ordinal)];
    }

    private static string Text(Match match) => $"{match.Groups["id"].Value} {Path.GetFileName(match.Groups["place"].Value)}";

    [GeneratedRegex(@"(?<place>[^\s]+\.sql\(\d+,\d+\)): warning (?<id>PHM\d{4}):")]
    private static partial Regex Warning();
}
