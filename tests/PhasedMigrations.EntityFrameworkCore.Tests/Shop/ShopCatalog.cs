using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Catalog;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>The schema of a shop without the bookkeeping of phased migrations.</summary>
internal static class ShopCatalog
{
    public static Task<CatalogSnapshot> ReadAsync(TestDatabase database) =>
        CatalogSnapshot.ReadAsync(database.DataSource, ["phased"], TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<string>> DifferencesAsync(TestDatabase expected, TestDatabase actual) =>
        (await ReadAsync(expected)).Diff(await ReadAsync(actual));
}
