using System.Globalization;
using PhasedMigrations.Testing;

namespace PhasedMigrations.BackfillBench;

/// <summary>A server of its own with the settings of all comparisons.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly PostgresServer _server;

    private BenchServer(PostgresServer server) => _server = server;

    /// <param name="library">To be loaded at the start; null for none.</param>
    public static async Task<BenchServer> StartAsync(int version, CancellationToken cancellationToken, string? library = null) => new(
        await PostgresServer.StartAsync(
            version,
            new()
            {
                Durable = true,
                Settings = new Dictionary<string, string>
                {
                    ["shared_buffers"] = "2GB",
                    // A limit, not what is used: no checkpoint shall begin while 20 million rows are filled.
                    ["max_wal_size"] = "64GB",
                    ["checkpoint_timeout"] = "1h",
                    // Its work falls into whichever run it likes.
                    ["autovacuum"] = "off",
                    ["shared_preload_libraries"] = library ?? "",
                    // Unknown, and ignored, where the library is not loaded.
                    ["pg_stat_statements.track"] = "all",
                    ["pg_stat_statements.track_planning"] = "on",
                },
            },
            cancellationToken));

    /// <summary>An empty database.</summary>
    public Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => _server.CreateDatabaseAsync(cancellationToken: cancellationToken);

    /// <summary>A database with the table, from which fresh copies are made; nobody may stay connected to it.</summary>
    public async Task<TestDatabase> CreateTemplateAsync(Table table, CancellationToken cancellationToken)
    {
        var template = await _server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        await SetUpAsync(template, table, cancellationToken);
        template.DataSource.Clear();
        return template;
    }

    /// <summary>A copy whose pages are all on disk: what is written afterwards is the method's own.</summary>
    public async Task<TestDatabase> CopyAsync(TestDatabase template, CancellationToken cancellationToken)
    {
        var database = await _server.CreateDatabaseAsync(template.Name, cancellationToken);
        await ExecuteAsync(database, "CHECKPOINT", cancellationToken);
        return database;
    }

    public static async Task SetUpAsync(TestDatabase database, Table table, CancellationToken cancellationToken)
    {
        foreach (var statement in table.Script("setup").Split("\n\n"))
            await ExecuteAsync(database, statement, cancellationToken);
    }

    /// <summary>Without a time limit.</summary>
    public static async Task ExecuteAsync(TestDatabase database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What the figures depend on, in one line.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {_server.Version}, {Environment.ProcessorCount} processors");

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
