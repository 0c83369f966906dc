using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tool.Tests;

/// <summary>A row that a transaction of the application holds, so that the chunk it belongs to has to wait.</summary>
internal sealed class LockedRow : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private LockedRow(TestDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_database, _connection, _transaction) = (database, connection, transaction);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LockedRow> HoldAsync(TestDatabase database, int id)
    {
        var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var command = new NpgsqlCommand("SELECT FROM users WHERE id = $1 FOR UPDATE", connection, transaction)
        {
            Parameters = { new NpgsqlParameter { Value = id } },
        };
        await command.ExecuteNonQueryAsync(Cancellation);
        return new LockedRow(database, connection, transaction);
    }

    /// <summary>Returns once somebody waits for the row.</summary>
    public async Task WaitForSomebodyAsync()
    {
        // The server answers as fast as it can; each question yields, and the test's own token bounds the wait.
        while (await _database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted", Cancellation) == 0)
            await Task.Yield();
    }

    public Task ReleaseAsync() => _transaction.RollbackAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
