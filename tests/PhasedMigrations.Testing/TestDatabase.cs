using Npgsql;

namespace PhasedMigrations.Testing;

/// <summary>A database for one test, dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    internal TestDatabase(PostgresServer server, string name)
    {
        Server = server;
        Name = name;
        ConnectionString = server.ConnectionString(name);
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public PostgresServer Server { get; }

    public string Name { get; }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>Runs SQL; several statements, separated by semicolons, run in one implicit transaction.</summary>
    /// <returns>The number of rows changed, −1 where the statement has none.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first column of the first row; <c>default</c> for NULL and for no row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is T value ? value : default;
    }

    /// <summary>The first column of every row.</summary>
    public async Task<IReadOnlyList<T>> ColumnAsync<T>(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var values = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            values.Add(await reader.GetFieldValueAsync<T>(0, cancellationToken).ConfigureAwait(false));
        return values;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync().ConfigureAwait(false);
        await Server.ExecuteAsync($"""DROP DATABASE IF EXISTS "{Name}" WITH (FORCE)""", CancellationToken.None).ConfigureAwait(false);
    }
}
