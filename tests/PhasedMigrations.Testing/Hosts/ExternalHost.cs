namespace PhasedMigrations.Testing.Hosts;

/// <summary>A server that somebody else runs and that the environment names.</summary>
internal sealed class ExternalHost(int version, string connectionString) : IServerHost
{
    public string ConnectionString => connectionString;

    public int ProcessId => 0;

    public Task StartAsync(CancellationToken cancellationToken) => throw NotOurs("started");

    public Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken) => throw NotOurs("stopped");

    public Task<string> ReadLogAsync(CancellationToken cancellationToken) => throw NotOurs("read for its log");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private InvalidOperationException NotOurs(string what) => new(
        $"The server of {ServerBinaries.ConnectionVariable(version)} cannot be {what} from here. Use PostgresServer.StartAsync for a server of your own.");
}
