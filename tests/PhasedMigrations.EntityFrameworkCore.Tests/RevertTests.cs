using Npgsql;
using PhasedMigrations.EntityFrameworkCore.Tests.Shop;
using PhasedMigrations.Testing;

namespace PhasedMigrations.EntityFrameworkCore.Tests;

public sealed class RevertTests
{
    public static IEnumerable<object[]> Versions => PostgresVersion.OldestAndNewest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Versions))]
    public async Task AfterExpand_DownGivesTheOldSchemaBack(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        var before = await ShopCatalog.ReadAsync(shop.Database);
        await shop.MigrateAsync(PhasedShop.Hardened);

        await shop.MigrateAsync(PhasedShop.Created);

        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(before));
        Assert.Null(await shop.StateAsync());
        Assert.Empty(await shop.Database.ColumnAsync<string>(
            "SELECT proname::text FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'phased' AND proname LIKE 'fill%'", Cancellation));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task AfterTheEngine_DownGivesTheOldSchemaBack(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        var before = await ShopCatalog.ReadAsync(shop.Database);
        await shop.MigrateAsync(PhasedShop.Hardened);
        await shop.RunEngineAsync();

        await shop.MigrateAsync(PhasedShop.Created);

        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(before));
        Assert.Null(await shop.StateAsync());
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task AfterTheContract_DownGivesTheOldSchemaBack_AndUpWorksAgain(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        var before = await ShopCatalog.ReadAsync(shop.Database);
        await shop.MigrateAsync(PhasedShop.Contracted);
        await shop.RunEngineAsync();
        var after = await ShopCatalog.ReadAsync(shop.Database);

        await shop.MigrateAsync(PhasedShop.Created);
        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(before));
        await shop.MigrateAsync(PhasedShop.Contracted);
        await shop.RunEngineAsync();

        Assert.Equal("completed", await shop.StateAsync());
        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(after));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task UpFromZero_DownGivesTheOldSchemaBack(int version)
    {
        await using var shop = await ShopDatabase.CreateAsync(version);
        await shop.MigrateAsync(PhasedShop.Created);
        var before = await ShopCatalog.ReadAsync(shop.Database);

        await shop.MigrateAsync(PhasedShop.Contracted);
        await shop.MigrateAsync(PhasedShop.Created);

        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(before));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task ContractAndRevertOfAnUnknownName_FailWithTheName(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        await shop.MigrateAsync(PhasedShop.Hardened);
        await shop.Database.ExecuteAsync("DELETE FROM phased.migrations", Cancellation);

        var contract = await Assert.ThrowsAsync<PostgresException>(() => shop.MigrateAsync(PhasedShop.Contracted));
        var revert = await Assert.ThrowsAsync<PostgresException>(() => shop.MigrateAsync(PhasedShop.Created));

        Assert.All([contract, revert], error =>
        {
            Assert.Equal("PM002", error.SqlState);
            Assert.Contains("HardenShop", error.MessageText, StringComparison.Ordinal);
        });
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task ContractAndRevert_WhereNothingWasEverRegistered_FailWithTheName(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        await shop.MigrateAsync(PhasedShop.Hardened);
        await shop.Database.ExecuteAsync("DROP SCHEMA phased CASCADE", Cancellation);

        var contract = await Assert.ThrowsAsync<PostgresException>(() => shop.MigrateAsync(PhasedShop.Contracted));
        var revert = await Assert.ThrowsAsync<PostgresException>(() => shop.MigrateAsync(PhasedShop.Created));

        Assert.All([contract, revert], error =>
        {
            Assert.Equal("PM002", error.SqlState);
            Assert.Contains("HardenShop", error.MessageText, StringComparison.Ordinal);
        });
    }
}
