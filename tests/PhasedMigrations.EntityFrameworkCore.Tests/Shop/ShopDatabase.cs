using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PhasedMigrations.Testing;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>A database of its own for one test of the shop's migrations.</summary>
internal sealed class ShopDatabase : IAsyncDisposable
{
    private ShopDatabase(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public string ConnectionString => Database.ConnectionString;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ShopDatabase> CreateAsync(int version) =>
        new(await (await Servers.GetAsync(version)).CreateDatabaseAsync(cancellationToken: Cancellation));

    /// <summary>A shop whose tables exist and hold rows: the state of production when the next migration comes.</summary>
    public static async Task<ShopDatabase> CreateWithRowsAsync(int version)
    {
        var shop = await CreateAsync(version);
        await shop.MigrateAsync(PhasedShop.Created);
        await shop.Database.ExecuteAsync(ShopTables.Rows, Cancellation);
        return shop;
    }

    /// <summary>Migrates up or down to <paramref name="target"/>.</summary>
    public async Task MigrateAsync(string target)
    {
        await using var context = new PhasedShop(ConnectionString);
        await context.GetService<IMigrator>().MigrateAsync(target, Cancellation);
    }

    public Task<string?> StateAsync(string name = "HardenShop") =>
        Database.ScalarAsync<string>($"SELECT state FROM phased.migrations WHERE name = '{name}'", Cancellation);

    /// <summary>Finishes the pending phases as <c>phased run</c> does.</summary>
    public async Task<PhasedRunResult> RunEngineAsync(bool contract = false) =>
        await new PhasedRunner(Database.DataSource).RunAsync(new PhasedRunRequest { Contract = contract }, cancellationToken: Cancellation);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
