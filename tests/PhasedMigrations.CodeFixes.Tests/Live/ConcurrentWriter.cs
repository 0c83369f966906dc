using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.CodeFixes.Tests.Live;

/// <summary>An application that goes on writing to every table of the shop, and would not wait a second for a lock.</summary>
internal sealed class ConcurrentWriter : IAsyncDisposable
{
    private const string Write = """
        UPDATE users SET region = region WHERE id = 1 + $1 % 2000;
        UPDATE orders SET region = region WHERE id = 1 + $1 % 2000;
        UPDATE sales.lines SET order_id = order_id WHERE id = 1 + $1 % 2000;
        """;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _writing;

    private ConcurrentWriter(TestDatabase database) => _writing = WriteAsync(database, _stop.Token);

    public static ConcurrentWriter Start(TestDatabase database) => new(database);

    /// <summary>Stops, and throws what a write failed with.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        var writes = await _writing;
        _stop.Dispose();
        Assert.True(writes > 0, "The writer never got to write.");
    }

    private static async Task<int> WriteAsync(TestDatabase database, CancellationToken stop)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(CancellationToken.None);
        await using (var settings = new NpgsqlCommand("SET lock_timeout = '1s'", connection))
            await settings.ExecuteNonQueryAsync(CancellationToken.None);
        var writes = 0;
        do
        {
            foreach (var statement in Write.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                await using var command = new NpgsqlCommand(statement, connection);
                command.Parameters.Add(new NpgsqlParameter { Value = writes });
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }

            writes++;
        }
        while (!stop.IsCancellationRequested);

        return writes;
    }
}
