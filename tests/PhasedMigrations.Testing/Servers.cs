using System.Collections.Concurrent;
using PhasedMigrations.Testing.Hosts;

namespace PhasedMigrations.Testing;

/// <summary>One shared server a version and test process, started when first asked for and stopped when the process ends.</summary>
/// <remarks>A test gets its own database from it. A test that stops the server or changes its settings starts its own.</remarks>
public static class Servers
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<PostgresServer>>> Shared = new();

    /// <summary>
    /// The server of <c>PHASED_TEST_POSTGRES_&lt;version&gt;</c> when that holds a connection string, else one of our own.
    /// </summary>
    public static Task<PostgresServer> GetAsync(int version) =>
        Shared.GetOrAdd(version, static wanted => new Lazy<Task<PostgresServer>>(() => StartAsync(wanted))).Value;

    private static async Task<PostgresServer> StartAsync(int version)
    {
        var connectionString = Environment.GetEnvironmentVariable(ServerBinaries.ConnectionVariable(version));
        if (string.IsNullOrWhiteSpace(connectionString)) return await PostgresServer.StartAsync(version).ConfigureAwait(false);
        return new PostgresServer(version, new ExternalHost(version, connectionString));
    }
}
