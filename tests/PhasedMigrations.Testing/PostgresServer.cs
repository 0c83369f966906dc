using Npgsql;
using PhasedMigrations.Testing.Hosts;

namespace PhasedMigrations.Testing;

/// <summary>A running PostgreSQL server on the loopback address.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly IServerHost _host;

    internal PostgresServer(int version, IServerHost host) => (Version, _host) = (version, host);

    /// <summary>The major version: 14 to 18.</summary>
    public int Version { get; }

    /// <summary>The postmaster's process id; 0 where the server is not a process of this machine.</summary>
    public int ProcessId => _host.ProcessId;

    /// <summary>Starts a server of the caller's own, from binaries (see <c>build/postgres.sh</c>) or, without them, in a container.</summary>
    public static async Task<PostgresServer> StartAsync(
        int version, PostgresServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PostgresServerOptions();
        var binaries = await ServerBinaries.FindAsync(version, cancellationToken).ConfigureAwait(false);
        IServerHost host = binaries.Folder is { } folder
            ? await LocalHost.CreateAsync(folder, options, cancellationToken).ConfigureAwait(false)
            : new ContainerHost(binaries.Image!, options);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new PostgresServer(version, host);
    }

    /// <summary>
    /// Starts a streaming replica of this server, which is restarted for it: do so before anything is connected. Only where servers run as our own
    /// processes.
    /// </summary>
    /// <param name="name">As its primary knows it.</param>
    /// <param name="slot">A physical slot that is made for it; null: none, so that the primary keeps WAL only as <c>wal_keep_size</c> says.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async Task<PostgresServer> StartReplicaAsync(string name, string? slot = null, CancellationToken cancellationToken = default)
    {
        if (_host is not LocalHost primary)
            throw new InvalidOperationException("A replica needs a primary of our own: install server binaries, build/postgres.sh says how.");
        await StopAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var host = await LocalHost.CreateReplicaAsync(primary, name, slot, cancellationToken).ConfigureAwait(false);
        try
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            if (slot is not null)
                await ExecuteAsync($"SELECT pg_create_physical_replication_slot('{slot}', true)", cancellationToken).ConfigureAwait(false);
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new PostgresServer(Version, host);
    }

    /// <summary>A superuser's connection string.</summary>
    public string ConnectionString(string database = "postgres") =>
        new NpgsqlConnectionStringBuilder(_host.ConnectionString) { Database = database, IncludeErrorDetail = true }.ConnectionString;

    /// <summary>Creates an empty database, or a copy of <paramref name="template"/>, to which nobody may be connected.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(string template = "template1", CancellationToken cancellationToken = default)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"""CREATE DATABASE "{name}" TEMPLATE "{template}" """, cancellationToken).ConfigureAwait(false);
        return new TestDatabase(this, name);
    }

    /// <summary>Ends every session. Pools keep theirs: clear a data source (<c>DataSource.Clear()</c>) that is used after a restart.</summary>
    public Task StopAsync(ShutdownMode mode = ShutdownMode.Fast, CancellationToken cancellationToken = default) =>
        _host.StopAsync(mode, cancellationToken);

    /// <summary>Starts the server again after <see cref="StopAsync"/>, with the same data, port and settings.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    public async Task RestartAsync(ShutdownMode mode = ShutdownMode.Fast, CancellationToken cancellationToken = default)
    {
        await StopAsync(mode, cancellationToken).ConfigureAwait(false);
        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the server has logged so far, over restarts.</summary>
    public Task<string> ReadLogAsync(CancellationToken cancellationToken = default) => _host.ReadLogAsync(cancellationToken);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    internal async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        // Without a pool: CREATE DATABASE and DROP DATABASE must not meet idle sessions of ours.
        var unpooled = new NpgsqlConnectionStringBuilder(ConnectionString()) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
