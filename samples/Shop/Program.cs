using Microsoft.EntityFrameworkCore;
using Shop;

// The shop's deployment step: shop migrate [TARGET]. The connection string comes from the environment, as in production.
var connection = Environment.GetEnvironmentVariable("SHOP_CONNECTION");
if (connection is null || args is not ["migrate", ..])
{
    Console.Error.WriteLine("usage: SHOP_CONNECTION=… shop migrate [MIGRATION]");
    return 2;
}

await using var database = new ShopContext(connection);
database.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
await database.Database.MigrateAsync(args.Length > 1 ? args[1] : null);
return 0;
