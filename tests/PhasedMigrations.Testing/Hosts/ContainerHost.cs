using Testcontainers.PostgreSql;

namespace PhasedMigrations.Testing.Hosts;

/// <summary>A server in a container, for machines without server binaries.</summary>
internal sealed class ContainerHost(string image, PostgresServerOptions options) : IServerHost
{
    private readonly PostgreSqlContainer _container = new PostgreSqlBuilder(image)
        .WithUsername("postgres")
        .WithCommand([.. options.AllSettings()
            // The container's own network is what a port is published from; the published port is on the loopback address.
            .Where(setting => setting.Key != "listen_addresses")
            .SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })])
        .Build();

    public string ConnectionString => _container.GetConnectionString();

    public int ProcessId => 0;

    public Task StartAsync(CancellationToken cancellationToken) => _container.StartAsync(cancellationToken);

    public async Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken)
    {
        // The postmaster is process 1; SIGQUIT asks it for an immediate shutdown, stopping the container for a fast one.
        if (mode == ShutdownMode.Immediate)
            await _container.ExecAsync(["kill", "-QUIT", "1"], cancellationToken).ConfigureAwait(false);
        await _container.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<string> ReadLogAsync(CancellationToken cancellationToken)
    {
        var (output, errors) = await _container.GetLogsAsync(ct: cancellationToken).ConfigureAwait(false);
        return output + errors;
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
