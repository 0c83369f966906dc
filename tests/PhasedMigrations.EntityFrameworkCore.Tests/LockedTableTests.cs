using Microsoft.EntityFrameworkCore;
using Npgsql;
using PhasedMigrations.EntityFrameworkCore.Tests.Shop;
using PhasedMigrations.Testing;

namespace PhasedMigrations.EntityFrameworkCore.Tests;

/// <summary>Somebody holds a lock on the table that the expand phase needs.</summary>
public sealed class LockedTableTests
{
    public static IEnumerable<object[]> Versions => PostgresVersion.OldestAndNewest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Versions))]
    public async Task Migrate_GivesUpWithLockNotAvailable_AndChangesNothing(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        var before = await ShopCatalog.ReadAsync(shop.Database);
        await using var writer = await WritingTransaction.BeginAsync(shop.Database);

        await using var context = new OnlyPhasedShop(shop.ConnectionString);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => context.Database.MigrateAsync(Cancellation));

        // EF Core wraps it, because it is transient, in the advice to turn retries on.
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, Assert.IsType<PostgresException>(error.GetBaseException()).SqlState);
        writer.End();
        Assert.Empty((await ShopCatalog.ReadAsync(shop.Database)).Diff(before));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task RetryingExecutionStrategy_GetsInWhenTheLockIsGone(int version)
    {
        await using var shop = await ShopDatabase.CreateWithRowsAsync(version);
        await using var writer = await WritingTransaction.BeginAsync(shop.Database);
        await using var context = new OnlyPhasedShop(shop.ConnectionString, npgsql => npgsql.ExecutionStrategy(
            dependencies => new ObservedRetries(dependencies, writer)));

        await context.Database.MigrateAsync(Cancellation);

        Assert.True(writer.Ended, "the first attempt did not fail");
        Assert.Equal("migrating", await shop.StateAsync("RequireStatus"));
    }
}
