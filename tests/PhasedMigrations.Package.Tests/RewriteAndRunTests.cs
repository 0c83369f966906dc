using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Catalog;
using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Package.Tests;

/// <summary>
/// The user's whole way: fix from the command line, build, migrate a database that holds rows, let the engine finish.
/// The schema must be the one that the unfixed migrations make of an empty database.
/// </summary>
public sealed class RewriteAndRunTests(PackagesFixture fixture)
{
    public static IEnumerable<object[]> Versions => PostgresVersion.OldestAndNewest;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task PhasedFixes_LeaveTheSchemaOfTheUnfixedMigrations(int version)
    {
        var server = await Servers.GetAsync(version);
        using var shop = ShopConsumer.WithRuntime(fixture.Packages);
        var expected = await SchemaOfUnfixedMigrationsAsync(shop, server);

        await shop.FixAsync();
        Assert.Empty(await shop.BuildAsync());

        await using var populated = await PopulatedDatabaseAsync(shop, server);
        await shop.MigrateAsync(populated);
        var run = await RunPhasedAsync(shop, ["run", "--contract"], populated);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Empty(await DifferencesAsync(expected, populated));

        await using var fresh = await server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken);
        await shop.MigrateAsync(fresh);
        Assert.Empty(await DifferencesAsync(expected, fresh));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task PlainFixes_LeaveTheSchemaOfTheUnfixedMigrations(int version)
    {
        var server = await Servers.GetAsync(version);
        using var shop = ShopConsumer.WithAnalyzersOnly(fixture.Packages);
        var expected = await SchemaOfUnfixedMigrationsAsync(shop, server);

        await shop.FixAsync();
        // The update hidden in AlterColumn has no plain rewrite: batches need the runtime.
        Assert.Equal(["PHM1008 20260302101000_RequireOrderStatus.cs(13,13)"], await shop.BuildAsync());

        await using var populated = await PopulatedDatabaseAsync(shop, server);
        await shop.MigrateAsync(populated);
        Assert.Empty(await DifferencesAsync(expected, populated));
    }

    private static async Task<CatalogSnapshot> SchemaOfUnfixedMigrationsAsync(ShopConsumer shop, PostgresServer server)
    {
        await shop.BuildAsync();
        await using var database = await server.CreateDatabaseAsync();
        await shop.MigrateAsync(database);
        return await CatalogSnapshot.ReadAsync(database.DataSource);
    }

    /// <summary>Rows that were there before the migrations under test: some orders have no status.</summary>
    private static async Task<TestDatabase> PopulatedDatabaseAsync(ShopConsumer shop, PostgresServer server)
    {
        var database = await server.CreateDatabaseAsync();
        await shop.MigrateAsync(database, "InitialShop");
        await database.ExecuteAsync(
            """
            INSERT INTO customers (name, email) SELECT 'customer ' || n, 'c' || n || '@example.com' FROM generate_series(1, 100) n;
            INSERT INTO orders (customer_id, status, total, placed_at)
            SELECT 1 + n % 100, CASE WHEN n % 3 = 0 THEN 'paid' END, n, now() FROM generate_series(1, 5000) n;
            """);
        return database;
    }

    private static async Task<IReadOnlyList<string>> DifferencesAsync(CatalogSnapshot expected, TestDatabase database) =>
        expected.Diff(await CatalogSnapshot.ReadAsync(database.DataSource, excludedSchemas: ["phased"]));

    /// <summary>Installs the packed tool and runs it.</summary>
    private async Task<ProgramResult> RunPhasedAsync(ShopConsumer shop, string[] arguments, TestDatabase database)
    {
        var tools = Path.Combine(shop.Project.Folder, "tools");
        (await shop.Project.DotnetAsync(
            ["tool", "install", "PhasedMigrations.Tool", "--version", fixture.Packages.Version, "--tool-path", tools])).EnsureSuccess();
        return await Programs.RunAsync(
            shop.Project.Folder,
            Path.Combine(tools, "phased"),
            arguments,
            new Dictionary<string, string?> { ["PHASED_CONNECTION"] = database.ConnectionString });
    }
}
