using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PhasedMigrations.EntityFrameworkCore.Tests.Shop;
using PhasedMigrations.Testing;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Scripts;

public sealed class ScriptTests
{
    private const MigrationsSqlGenerationOptions Plain = MigrationsSqlGenerationOptions.Default;
    private const MigrationsSqlGenerationOptions Idempotent = MigrationsSqlGenerationOptions.Idempotent;
    private const MigrationsSqlGenerationOptions NoTransactions = MigrationsSqlGenerationOptions.NoTransactions;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IEnumerable<object[]> Scripts =>
        from version in PostgresVersion.OldestAndNewest
        from options in new[] { Plain, NoTransactions, Idempotent, Idempotent | NoTransactions }
        select new[] { version[0], options };

    public static IEnumerable<object[]> IdempotentScripts =>
        Scripts.Where(row => ((MigrationsSqlGenerationOptions)row[1]).HasFlag(Idempotent));

    [Theory, MemberData(nameof(Scripts))]
    public async Task ScriptFromZero_EndsWhereMigrateEnds(int version, MigrationsSqlGenerationOptions options)
    {
        await using var scripted = await ShopDatabase.CreateAsync(version);
        await using var migrated = await ShopDatabase.CreateAsync(version);
        await migrated.MigrateAsync(PhasedShop.Contracted);

        await PsqlScript.RunAsync(scripted.ConnectionString, Script(scripted, from: null, PhasedShop.Contracted, options), Cancellation);

        Assert.Equal("completed", await scripted.StateAsync());
        Assert.Empty(await ShopCatalog.DifferencesAsync(migrated.Database, scripted.Database));
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task ScriptOnRows_Expands_AndTheEngineAndTheContractScriptFinish(int version, MigrationsSqlGenerationOptions options)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        await using var plain = await ShopDatabase.CreateAsync(version);
        await plain.MigrateAsync(PhasedShop.Hardened);

        await PsqlScript.RunAsync(shop.ConnectionString, Script(shop, PhasedShop.Created, PhasedShop.Hardened, options), Cancellation);
        Assert.Equal("migrating", await shop.StateAsync());
        await shop.RunEngineAsync();
        await PsqlScript.RunAsync(shop.ConnectionString, Script(shop, PhasedShop.Hardened, PhasedShop.Contracted, options), Cancellation);

        Assert.Equal("completed", await shop.StateAsync());
        Assert.Empty(await ShopCatalog.DifferencesAsync(plain.Database, shop.Database));
    }

    [Theory, MemberData(nameof(IdempotentScripts))]
    public async Task IdempotentScript_RunAgain_ChangesNothing(int version, MigrationsSqlGenerationOptions options)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        var script = Script(shop, from: null, PhasedShop.Hardened, options);
        await PsqlScript.RunAsync(shop.ConnectionString, script, Cancellation);
        var before = await ShopCatalog.ReadAsync(shop.Database);

        await PsqlScript.RunAsync(shop.ConnectionString, script, Cancellation);

        Assert.Equal("migrating", await shop.StateAsync());
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>("SELECT count(*) FROM phased.migrations", Cancellation));
        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(before));
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task DownScript_UndoesThePhasedMigration(int version, MigrationsSqlGenerationOptions options)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        var before = await ShopCatalog.ReadAsync(shop.Database);
        await shop.MigrateAsync(PhasedShop.Hardened);

        await PsqlScript.RunAsync(shop.ConnectionString, Script(shop, PhasedShop.Hardened, PhasedShop.Created, options), Cancellation);

        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(before));
        Assert.Null(await shop.StateAsync());
    }

    private static string Script(ShopDatabase shop, string? from, string to, MigrationsSqlGenerationOptions options)
    {
        using var context = new PhasedShop(shop.ConnectionString);
        return context.GetService<IMigrator>().GenerateScript(from, to, options);
    }
}
