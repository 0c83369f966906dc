using Microsoft.EntityFrameworkCore;
using PhasedMigrations.EntityFrameworkCore.Tests.Shop;
using PhasedMigrations.Testing;
using Npgsql;

namespace PhasedMigrations.EntityFrameworkCore.Tests;

public sealed class MigrateTests
{
    public static IEnumerable<object[]> Versions => PostgresVersion.OldestAndNewest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Versions))]
    public async Task FromZero_EndsCompleteWithoutTheEngine(int version)
    {
        await using var phased = await ShopDatabase.CreateAsync(version);
        await using var plain = await ShopDatabase.CreateAsync(version);

        await phased.MigrateAsync(PhasedShop.Hardened);
        await using (var context = new PlainShop(plain.ConnectionString)) await context.Database.MigrateAsync(Cancellation);

        Assert.Equal("completed", await phased.StateAsync());
        Assert.Empty(await ShopCatalog.DifferencesAsync(plain.Database, phased.Database));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task RowsInTheTables_OnlyExpand(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);

        await shop.MigrateAsync(PhasedShop.Hardened);

        Assert.Equal("migrating", await shop.StateAsync());
        // What the rest of the migration did before and after the phased call is there as well.
        Assert.Equal(
            ["note", "priority", "reference", "remark"],
            await shop.Database.ColumnAsync<string>(
                "SELECT attname::text FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attnum > 4 ORDER BY 1", Cancellation));
        Assert.Equal(0L, await shop.Database.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'ix_orders_customer_id_placed_at'", Cancellation));
        Assert.False(await shop.Database.ScalarAsync<bool>("SELECT convalidated FROM pg_constraint WHERE conname = 'fk_orders_customers_customer_id'", Cancellation));
        Assert.Equal(100L, await shop.Database.ScalarAsync<long>("SELECT count(*) FROM orders WHERE reference IS NULL", Cancellation));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task RunningCodeThatKnowsNothing_StillWrites(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        await shop.MigrateAsync(PhasedShop.Hardened);

        await shop.Database.ExecuteAsync("INSERT INTO orders (id, customer_id) VALUES (1000, 1)", Cancellation);

        Assert.Equal(
            "0 ORD-1000 new",
            await shop.Database.ScalarAsync<string>("SELECT concat_ws(' ', priority, reference, status) FROM orders WHERE id = 1000", Cancellation));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task ContractOfACompletedMigration_ChangesNothing(int version)
    {
        await using var shop = await ShopDatabase.CreateAsync(version);
        await shop.MigrateAsync(PhasedShop.Hardened);
        var before = await ShopCatalog.ReadAsync(shop.Database);

        await shop.MigrateAsync(PhasedShop.Contracted);

        Assert.Equal("completed", await shop.StateAsync());
        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(before));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task InstancesThatMigrateAtOnce_AgreeOnOneRegistration(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.MigrateAsync(PhasedShop.Hardened), Cancellation)));

        Assert.Equal("migrating", await shop.StateAsync());
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>("SELECT count(*) FROM phased.migrations", Cancellation));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task SettingsOfTheTransaction_AreTheSameAfterEachBlock(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        var settings = new NpgsqlConnectionStringBuilder(shop.ConnectionString)
        {
            Options = "-c lock_timeout=12345 -c client_min_messages=error -c search_path=public,pg_temp",
        };

        await using var context = new WatchedShop(settings.ConnectionString);
        await context.Database.MigrateAsync(Cancellation);

        Assert.Equal(
            Enumerable.Repeat("12345ms|public,pg_temp|error", 4),
            await shop.Database.ColumnAsync<string>("SELECT text FROM settings_seen", Cancellation));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task EngineAndContract_EndAtThePlainSchema(int version)
    {
        await using var phased = await ShopDatabase.CreateWithRowsAsync(version);
        await using var plain = await ShopDatabase.CreateAsync(version);
        await using (var context = new PlainShop(plain.ConnectionString)) await context.Database.MigrateAsync(Cancellation);
        await phased.MigrateAsync(PhasedShop.Hardened);

        await phased.RunEngineAsync();
        Assert.Equal("awaiting_contract", await phased.StateAsync());
        await phased.MigrateAsync(PhasedShop.Contracted);

        Assert.Equal("completed", await phased.StateAsync());
        Assert.Empty(await ShopCatalog.DifferencesAsync(plain.Database, phased.Database));
        Assert.Equal(100L, await phased.Database.ScalarAsync<long>("SELECT count(*) FROM orders WHERE reference = 'ORD-' || id AND status IS NOT NULL", Cancellation));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task ContractAskedForTooEarly_WaitsForTheEngine(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);

        await shop.MigrateAsync(PhasedShop.Contracted);
        Assert.Equal("migrating", await shop.StateAsync());
        await shop.RunEngineAsync();

        Assert.Equal("completed", await shop.StateAsync());
    }
}
