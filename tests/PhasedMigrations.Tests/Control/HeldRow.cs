using Npgsql;

namespace PhasedMigrations.Tests.Control;

/// <summary>A row that a transaction of the application holds: the batch that it belongs to lasts until it is let go.</summary>
internal sealed class HeldRow : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private HeldRow(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HeldRow> TakeAsync(PhasedDatabase database, string table, int id)
    {
        var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var command = new NpgsqlCommand($"SELECT FROM {table} WHERE id = {id} FOR UPDATE", connection, transaction);
        await command.ExecuteNonQueryAsync(Cancellation);
        return new(connection, transaction);
    }

    public Task LetGoAsync() => _transaction.RollbackAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
