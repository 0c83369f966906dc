using System.Diagnostics;
using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Proofs.Servers;

public sealed class PostgresServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task SharedServer_IsOfTheVersionAskedFor(int version)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);

        var number = await database.ScalarAsync<string>("SHOW server_version_num", Cancellation);

        Assert.Equal(version, int.Parse(number!) / 10000);
        Assert.Same(server, await PhasedMigrations.Testing.Servers.GetAsync(version));
    }

    [Fact]
    public async Task DatabaseFromTemplate_HoldsItsRows_AndIsDroppedAtTheEnd()
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(PostgresVersion.All[^1]);
        await using var template = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await template.ExecuteAsync("CREATE TABLE item (id int); INSERT INTO item VALUES (1), (2)", Cancellation);
        template.DataSource.Clear();

        string name;
        await using (var copy = await server.CreateDatabaseAsync(template.Name, Cancellation))
        {
            name = copy.Name;
            Assert.Equal([1, 2], await copy.ColumnAsync<int>("SELECT id FROM item ORDER BY id", Cancellation));
        }

        Assert.Equal(0, await template.ScalarAsync<long>($"SELECT count(*) FROM pg_database WHERE datname = '{name}'", Cancellation));
    }

    [Theory]
    [InlineData(ShutdownMode.Fast, "database system is shut down")]
    [InlineData(ShutdownMode.Immediate, "automatic recovery in progress")]
    public async Task Restart_KeepsDataAndPort(ShutdownMode mode, string logged)
    {
        await using var server = await PostgresServer.StartAsync(
            PostgresVersion.All[^1], new PostgresServerOptions { Durable = true }, Cancellation);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync("CREATE TABLE item (id int); INSERT INTO item VALUES (7)", Cancellation);
        var before = server.ConnectionString();

        await server.RestartAsync(mode, Cancellation);
        database.DataSource.Clear();

        Assert.Equal(before, server.ConnectionString());
        Assert.Equal(7, await database.ScalarAsync<int>("SELECT id FROM item", Cancellation));
        Assert.Contains(logged, await server.ReadLogAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_AreTheServersSettings()
    {
        var options = new PostgresServerOptions { Durable = true, Settings = new Dictionary<string, string> { ["work_mem"] = "7MB" } };
        await using var server = await PostgresServer.StartAsync(PostgresVersion.All[0], options, Cancellation);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);

        Assert.Equal("7MB", await database.ScalarAsync<string>("SHOW work_mem", Cancellation));
        Assert.Equal("on", await database.ScalarAsync<string>("SHOW fsync", Cancellation));
        Assert.Equal("off", await database.ScalarAsync<string>("SHOW jit", Cancellation));
    }

    [Fact]
    public async Task BadSetting_FailsWithTheServersLog()
    {
        var options = new PostgresServerOptions { Settings = new Dictionary<string, string> { ["shared_buffers"] = "many" } };

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PostgresServer.StartAsync(PostgresVersion.All[^1], options, Cancellation));

        Assert.Contains("shared_buffers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_EndsTheServersProcess()
    {
        var server = await PostgresServer.StartAsync(PostgresVersion.All[^1], cancellationToken: Cancellation);
        using var process = Process.GetProcessById(server.ProcessId);
        var connectionString = server.ConnectionString();

        await server.DisposeAsync();
        await process.WaitForExitAsync(Cancellation);

        await using var connection = new NpgsqlConnection(connectionString);
        await Assert.ThrowsAsync<NpgsqlException>(() => connection.OpenAsync(Cancellation));
    }
}
