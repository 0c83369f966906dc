using PhasedMigrations.State;

namespace PhasedMigrations.Tests.State;

public sealed class SchemaInstallerTests
{
    private const string Second = "ALTER TABLE phased.events ADD detail jsonb; INSERT INTO phased.schema_version (version) VALUES (2);";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task EnsureAsync(PhasedDatabase database, SchemaInstaller installer)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await installer.EnsureAsync(connection, Cancellation);
    }

    [Fact]
    public async Task ManyProcesses_InstallOnce()
    {
        await using var database = await PhasedDatabase.CreateAsync(18);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EnsureAsync(database, SchemaInstaller.Current)));

        Assert.Equal([StateSchema.Version], await database.ColumnAsync<int>("SELECT version FROM phased.schema_version"));
    }

    [Fact]
    public async Task InlineAndInstalledSchema_AreTheSame()
    {
        await using var inline = await PhasedDatabase.CreateAsync(18, "CREATE TABLE t (a integer);");
        await using var installed = await PhasedDatabase.CreateAsync(18, "CREATE TABLE t (a integer);");

        await inline.RegisterAsync("m", p => p.CreateIndex("ix", "t", "a"));
        await inline.RevertAsync("m");
        await EnsureAsync(installed, SchemaInstaller.Current);

        var snapshots = await Task.WhenAll(
            new[] { inline, installed }.Select(database => PhasedMigrations.Testing.Catalog.CatalogSnapshot.ReadAsync(database.DataSource, [], Cancellation)));
        Assert.Empty(snapshots[0].Diff(snapshots[1]));
    }

    [Fact]
    public async Task OlderSchema_IsUpgradedOnceByManyProcesses_AndKeepsItsRows()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, "CREATE TABLE t (a integer);");
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "t", "a"));
        var next = new SchemaInstaller([StateSchema.InstallSql, Second]);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnsureAsync(database, next)));

        Assert.Equal([1, 2], await database.ColumnAsync<int>("SELECT version FROM phased.schema_version ORDER BY version"));
        Assert.Equal("completed", await database.StateAsync("m"));
    }

    [Fact]
    public async Task NewerSchema_IsRefused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18);
        await EnsureAsync(database, new([StateSchema.InstallSql, Second]));

        var error = await Assert.ThrowsAsync<SchemaVersionException>(() => EnsureAsync(database, SchemaInstaller.Current));

        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
    }
}
