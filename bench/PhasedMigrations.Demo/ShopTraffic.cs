using Npgsql;
using PhasedMigrations.Load;

namespace PhasedMigrations.Demo;

/// <summary>What the shop's running code does all day. The old version knows nothing of what the migrations add.</summary>
internal sealed class ShopTraffic(int orders, int customers, int rate)
{
    public Task<LoadRun> StartOldVersionAsync(string connectionString, CancellationToken cancellationToken) => StartAsync(
        "INSERT INTO orders (customer_id, total, placed_at) VALUES ($1, $2, now())", connectionString, cancellationToken);

    public Task<LoadRun> StartNewVersionAsync(string connectionString, CancellationToken cancellationToken) => StartAsync(
        "INSERT INTO orders (customer_id, total, placed_at, status, currency) VALUES ($1, $2, now(), 'new', 'EUR')", connectionString, cancellationToken);

    private Task<LoadRun> StartAsync(string placeOrder, string connectionString, CancellationToken cancellationToken) =>
        new LoadGenerator(
            connectionString,
            [
                new("place order", 3, (connection, random, token) => ExecuteAsync(
                    connection, placeOrder, token, random.Next(1, customers + 1), random.Next(1, 100_000) / 100m)),
                new("change total", 3, (connection, random, token) => ExecuteAsync(
                    connection, "UPDATE orders SET total = $2 WHERE id = $1", token, random.NextInt64(1, orders + 1), random.Next(1, 100_000) / 100m)),
                new("change email", 1, (connection, random, token) => ExecuteAsync(
                    connection, "UPDATE customers SET email = $2 WHERE id = $1", token, random.Next(1, customers + 1), $"c{random.Next()}@example.com")),
                new("read order", 3, (connection, random, token) => ExecuteAsync(
                    connection, "SELECT total FROM orders WHERE id = $1", token, random.NextInt64(1, orders + 1))),
            ],
            new LoadOptions { Rate = rate }).StartAsync(cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
