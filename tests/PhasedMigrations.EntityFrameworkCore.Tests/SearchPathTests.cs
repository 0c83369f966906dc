using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using PhasedMigrations.EntityFrameworkCore.Tests.Shop;
using PhasedMigrations.Testing;

namespace PhasedMigrations.EntityFrameworkCore.Tests;

/// <summary>Where a name without a schema leads: in a phased call to the same table as in EF Core's own operations.</summary>
public sealed class SearchPathTests
{
    public static IEnumerable<object[]> Versions => PostgresVersion.OldestAndNewest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Versions))]
    public async Task NullSchema_IsTheSearchPathOfTheMigratingSession_AlsoForTheEngine(int version)
    {
        await using var shop = await ShopDatabase.CreateAsync(version);
        await shop.Database.ExecuteAsync("CREATE SCHEMA sales; CREATE TABLE public.orders (id integer PRIMARY KEY, status text)", Cancellation);
        await using var context = new SalesShop(SalesPath(shop), defaultSchema: null);
        var migrator = context.GetService<IMigrator>();
        await migrator.MigrateAsync(SalesShop.Created, Cancellation);
        await shop.Database.ExecuteAsync("SET search_path = sales; " + ShopTables.Rows, Cancellation);

        await migrator.MigrateAsync(SalesShop.Required, Cancellation);

        // EF Core's AddColumn beside the phased call and the phased call itself changed the same table.
        Assert.Equal(
            ["sales.orders"],
            await shop.Database.ColumnAsync<string>(
                "SELECT attrelid::regclass::text FROM pg_attribute WHERE attname = 'note' AND attrelid IN ('sales.orders'::regclass, 'public.orders'::regclass)",
                Cancellation));
        Assert.Equal(["sales.orders"], await shop.Database.ColumnAsync<string>("SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal", Cancellation));

        // The engine's own session has the usual search path, which leads to public.orders.
        await shop.RunEngineAsync(contract: true);
        Assert.Equal("completed", await shop.StateAsync("RequireStatus"));
        Assert.Equal(
            ["sales.orders"],
            await shop.Database.ColumnAsync<string>(
                "SELECT attrelid::regclass::text FROM pg_attribute WHERE attname = 'status' AND attnotnull AND attrelid IN ('sales.orders'::regclass, 'public.orders'::regclass)",
                Cancellation));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task DefaultSchemaOfTheModel_DoesNotMoveNamesWithoutSchema(int version)
    {
        await using var shop = await ShopDatabase.CreateAsync(version);
        await shop.Database.ExecuteAsync("CREATE SCHEMA sales; CREATE SCHEMA elsewhere", Cancellation);
        await using var context = new SalesShop(SalesPath(shop), defaultSchema: "elsewhere");

        await context.Database.MigrateAsync(Cancellation);

        Assert.True(await shop.Database.ScalarAsync<bool>(
            "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'sales.orders'::regclass AND attname = 'status'", Cancellation));
        Assert.Equal(
            ["elsewhere"],
            await shop.Database.ColumnAsync<string>("SELECT schemaname::text FROM pg_tables WHERE tablename = '__EFMigrationsHistory'", Cancellation));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task SearchPathOfTheSession_IsTheSameAfterTheBlock(int version)
    {
        await using var shop = await ShopDatabase.CreateAsync(version);
        await shop.Database.ExecuteAsync("CREATE SCHEMA sales", Cancellation);
        await using var context = new SalesShop(SalesPath(shop), defaultSchema: null);
        await context.Database.OpenConnectionAsync(Cancellation);

        await context.Database.MigrateAsync(Cancellation);

        Assert.Equal(["sales"], await context.Database.SqlQueryRaw<string>("SHOW search_path").ToListAsync(Cancellation));
    }

    private static string SalesPath(ShopDatabase shop) =>
        new NpgsqlConnectionStringBuilder(shop.ConnectionString) { SearchPath = "sales" }.ConnectionString;
}
