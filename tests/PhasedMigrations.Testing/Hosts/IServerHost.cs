namespace PhasedMigrations.Testing.Hosts;

/// <summary>Where a server lives: a child process, a container, or somewhere that is not ours.</summary>
internal interface IServerHost : IAsyncDisposable
{
    string ConnectionString { get; }

    int ProcessId { get; }

    /// <summary>Returns when the server answers; throws with its log when it does not.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    Task StopAsync(ShutdownMode mode, CancellationToken cancellationToken);

    Task<string> ReadLogAsync(CancellationToken cancellationToken);
}
