using System.Text.Json;

namespace PhasedMigrations.Package.Tests;

/// <summary>A project that references the packed packages only sees its hazards in <c>dotnet build</c>.</summary>
public sealed class SeeTests(PackagesFixture fixture)
{
    private static readonly string[] Expected =
    [
        "PHM1001 20260401120000_AddOrderCurrency.cs(13,13)",
        "PHM1007 20260316083000_RequireCustomerEmail.cs(13,13)",
        "PHM1008 20260302101000_RequireOrderStatus.cs(13,13)",
        "PHM2001 20260212093000_IndexOrdersByCustomer.cs(13,13)",
        "PHM3001 20260213141500_LinkOrdersToCustomers.cs(13,13)",
    ];

    [Fact]
    public async Task AdapterPackageAlone_BringsTheFiveWarnings()
    {
        using var shop = ShopConsumer.WithRuntime(fixture.Packages);
        Assert.Equal(Expected, await shop.BuildAsync());
    }

    [Fact]
    public async Task AnalyzerPackageAlone_WritesTheFiveWarningsToSarif()
    {
        using var shop = ShopConsumer.WithAnalyzersOnly(fixture.Packages);

        Assert.Equal(Expected, await shop.BuildAsync("-p:ErrorLog=build.sarif%2Cversion=2.1"));

        using var log = JsonDocument.Parse(shop.Project.ReadFile("build.sarif"));
        Assert.Equal("2.1.0", log.RootElement.GetProperty("version").GetString());
        var results = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("ruleId").GetString()!.StartsWith("PHM", StringComparison.Ordinal))
            .Select(result =>
            {
                var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
                var region = location.GetProperty("region");
                var file = Path.GetFileName(location.GetProperty("artifactLocation").GetProperty("uri").GetString());
                return $"{result.GetProperty("ruleId").GetString()} {file}({region.GetProperty("startLine")},{region.GetProperty("startColumn")})";
            });
        Assert.Equal(Expected, results.Order(StringComparer.Ordinal));
    }
}
