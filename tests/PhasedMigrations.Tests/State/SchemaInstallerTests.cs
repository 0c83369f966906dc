using PhasedMigrations.Operations;
using PhasedMigrations.State;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.State;

public sealed class SchemaInstallerTests
{
    private static readonly string Next =
        $"ALTER TABLE phased.events ADD detail jsonb; INSERT INTO phased.schema_version (version) VALUES ({StateSchema.Version + 1});";

    private static IReadOnlyList<int> Versions(int last) => [.. Enumerable.Range(1, last)];

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

        Assert.Equal(Versions(StateSchema.Version), await database.ColumnAsync<int>("SELECT version FROM phased.schema_version ORDER BY version"));
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
        var next = new SchemaInstaller([.. StateSchema.Scripts, Next]);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnsureAsync(database, next)));

        Assert.Equal(Versions(StateSchema.Version + 1), await database.ColumnAsync<int>("SELECT version FROM phased.schema_version ORDER BY version"));
        Assert.Equal("completed", await database.StateAsync("m"));
    }

    [Fact]
    public async Task NewerSchema_IsRefused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18);
        await EnsureAsync(database, new([.. StateSchema.Scripts, Next]));

        var error = await Assert.ThrowsAsync<SchemaVersionException>(() => EnsureAsync(database, SchemaInstaller.Current));

        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task BackfillBegunByTheFirstVersion_GoesOnAlongItsKey_AndRightsAreKept(int version)
    {
        const string Role = "installer_test_reader";
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE t (id integer PRIMARY KEY, a integer);
            INSERT INTO t SELECT g FROM generate_series(1, 1000) g;
            """);
        await database.ExecuteAsync($"{StateSchema.InstallSql}");
        await database.ExecuteAsync($"""
            DROP ROLE IF EXISTS {Role};
            CREATE ROLE {Role};
            GRANT SELECT, UPDATE ON phased.chunks TO {Role};
            INSERT INTO phased.migrations (name, definition, search_path)
            VALUES ('m', '{DefinitionJson.Write(new(1, [new BackfillOperation { Table = "t", Set = "a = 1", Where = "a IS NULL" }]))}', 'public');
            INSERT INTO phased.steps (migration_id, operation, kind, description, key_columns, end_key, planned_to, estimated_rows)
            VALUES (1, 0, 'backfill', 'backfill', ARRAY['id'], ARRAY['1000'], ARRAY['600'], 1000);
            INSERT INTO phased.chunks (step_id, hi, size, owner, lease_until, state, rows) VALUES
                (1, ARRAY['500'], 500, 'gone', clock_timestamp(), 'done', 500);
            INSERT INTO phased.chunks (step_id, lo, hi, size, owner, lease_until) VALUES
                (1, ARRAY['500'], ARRAY['600'], 100, 'gone', clock_timestamp());
            """);

        await database.RunAsync();

        Assert.Equal("completed", await database.StateAsync("m"));
        Assert.Equal(500L, await database.ScalarAsync<long>("SELECT count(*) FROM t WHERE a = 1 AND id > 500"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks WHERE state <> 'done' OR lane_id IS NOT NULL"));
        Assert.True(await database.ScalarAsync<bool>($"SELECT has_table_privilege('{Role}', 'phased.lanes', 'SELECT') AND has_table_privilege('{Role}', 'phased.lanes', 'UPDATE')"));
        Assert.False(await database.ScalarAsync<bool>($"SELECT has_table_privilege('{Role}', 'phased.lanes', 'INSERT')"));
        await database.ExecuteAsync($"DROP OWNED BY {Role}; DROP ROLE {Role}");
    }
}
