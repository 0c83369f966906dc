using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>A transaction that has written to <c>orders</c>: until it ends nobody else gets the lock of a schema change.</summary>
internal sealed class WritingTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private WritingTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    public bool Ended { get; private set; }

    public static async Task<WritingTransaction> BeginAsync(TestDatabase database)
    {
        var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var write = new NpgsqlCommand("UPDATE orders SET placed_at = now() WHERE id = 1", connection, transaction);
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new WritingTransaction(connection, transaction);
    }

    public void End()
    {
        _transaction.Rollback();
        Ended = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
