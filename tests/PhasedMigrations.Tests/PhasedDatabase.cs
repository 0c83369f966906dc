using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Catalog;

namespace PhasedMigrations.Tests;

/// <summary>A database of a real server in which phased migrations are registered and run as an application would.</summary>
public sealed class PhasedDatabase : IAsyncDisposable
{
    private PhasedDatabase(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public NpgsqlDataSource DataSource => Database.DataSource;

    /// <summary>Short leases and pauses, so that a test that takes over from a dead process need not wait long.</summary>
    public static PhasedRunnerOptions Quick { get; } = new()
    {
        LockTimeout = TimeSpan.FromSeconds(0.2),
        LockRetryDelay = TimeSpan.FromSeconds(0.05),
        Lease = TimeSpan.FromSeconds(1.5),
    };

    public static async Task<PhasedDatabase> CreateAsync(int version, string sql = "SELECT 1") => await CreateAsync(await Servers.GetAsync(version), sql);

    public static async Task<PhasedDatabase> CreateAsync(PostgresServer server, string sql)
    {
        var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(sql);
        return new(database);
    }

    public Task<int> ExecuteAsync(string sql) => Database.ExecuteAsync(sql);

    public Task<T?> ScalarAsync<T>(string sql) => Database.ScalarAsync<T>(sql);

    public Task<IReadOnlyList<T>> ColumnAsync<T>(string sql) => Database.ColumnAsync<T>(sql);

    public Task RegisterAsync(string name, Action<PhasedMigrationBuilder> phased) => ExecuteAsync(Registration(name, phased));

    public static string Registration(string name, Action<PhasedMigrationBuilder> phased)
    {
        var builder = new PhasedMigrationBuilder();
        phased(builder);
        return InlineMigration.Phased(name, builder.Build());
    }

    public Task ContractAsync(string name) => ExecuteAsync(InlineMigration.Contract(name));

    public Task RevertAsync(string name) => ExecuteAsync(InlineMigration.RevertPhased(name));

    public Task<PhasedRunResult> RunAsync(
        PhasedRunRequest? request = null, PhasedRunnerOptions? options = null, IProgress<PhasedProgress>? progress = null, CancellationToken? stop = null) =>
        new PhasedRunner(DataSource, options ?? Quick).RunAsync(request, progress, stop ?? TestContext.Current.CancellationToken);

    /// <summary>Runs everything to the end and fails with the reason when it does not get there.</summary>
    public async Task CompleteAsync()
    {
        var result = await RunAsync(new() { Contract = true });
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, string.Join("\n", result.Migrations.Select(m => $"{m.Name}: {m.Outcome} {m.Message}")));
    }

    public Task<string?> StateAsync(string name) => ScalarAsync<string>($"SELECT state FROM phased.migrations WHERE name = '{name}'");

    public Task<CatalogSnapshot> SnapshotAsync() => CatalogSnapshot.ReadAsync(DataSource, ["phased"]);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
