using Npgsql;

namespace PhasedMigrations.Tests.Execution;

/// <summary>docs/privileges.md, held against a real server.</summary>
public sealed class PrivilegeTests : IAsyncDisposable
{
    private readonly string _owner = $"owner_{Guid.NewGuid():N}";
    private readonly string _engine = $"engine_{Guid.NewGuid():N}";
    private PhasedDatabase? _database;

    private async Task<PhasedDatabase> CreateAsync()
    {
        _database = await PhasedDatabase.CreateAsync(18);
        await _database.ExecuteAsync($"""
            CREATE ROLE {_owner};
            CREATE ROLE {_engine} LOGIN;
            GRANT CREATE ON DATABASE "{_database.Database.Name}" TO {_owner};
            CREATE SCHEMA shop AUTHORIZATION {_owner};
            SET ROLE {_owner};
            SET search_path = shop;
            CREATE TABLE teams (id integer PRIMARY KEY);
            CREATE TABLE users (id bigint PRIMARY KEY, name text, team_id integer, verified boolean, label text);
            INSERT INTO teams VALUES (1);
            INSERT INTO users SELECT g, 'n' || g, 1 FROM generate_series(1, 300) g;
            """);
        return _database;
    }

    private Task<int> RegisterAsync(Action<PhasedMigrationBuilder> phased) => _database!.ExecuteAsync(
        $"SET ROLE {_owner}; SET search_path = shop; {PhasedDatabase.Registration("m", phased)}; RESET ROLE; RESET search_path");

    private async Task<PhasedRunResult> RunAsEngineAsync()
    {
        var builder = new NpgsqlConnectionStringBuilder(_database!.Database.ConnectionString) { Username = _engine, Pooling = false };
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);
        var options = PhasedDatabase.Quick with { Transforms = new BackfillTransforms().Add("label", (string? name) => $"l{name}") };
        return await new PhasedRunner(dataSource, options).RunAsync(new() { Contract = true }, cancellationToken: TestContext.Current.CancellationToken);
    }

    private static void Everything(PhasedMigrationBuilder phased) => phased
        .Backfill("users", "verified = false", "verified IS NULL")
        .SetNotNull("users", "verified")
        .AddRequiredColumn("users", "slug", "text", "lower(name)")
        .CreateIndex("ix", "users", "name")
        .AddForeignKey("fk", "users", "team_id", "teams");

    [Fact]
    public async Task MemberOfTheMigratingRole_CanDoEverything()
    {
        await CreateAsync();
        await RegisterAsync(Everything);
        await _database!.ExecuteAsync($"GRANT {_owner} TO {_engine}");

        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsEngineAsync()).Outcome);
    }

    [Fact]
    public async Task BackfillsOnly_NeedNoOwnership()
    {
        await CreateAsync();
        await RegisterAsync(p => p.Backfill("users", "verified = false", "verified IS NULL"));
        await _database!.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA phased, shop TO {_engine};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA phased TO {_engine};
            GRANT SELECT, UPDATE ON shop.users TO {_engine};
            ANALYZE shop.users;
            """);

        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsEngineAsync()).Outcome);
    }

    [Fact]
    public async Task DeletionsOnly_NeedNoOwnership()
    {
        await CreateAsync();
        await _database!.ExecuteAsync($"SET ROLE {_owner}; CREATE TABLE shop.gone (LIKE shop.users); RESET ROLE");
        await RegisterAsync(p => p.DeleteRows("users", "id <= 100", archiveInto: "gone"));
        await _database!.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA phased, shop TO {_engine};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA phased TO {_engine};
            GRANT SELECT, DELETE ON shop.users TO {_engine};
            ANALYZE shop.users;
            """);

        var refused = Assert.Single((await RunAsEngineAsync()).Migrations);
        Assert.IsType<MissingPrivilegeException>(refused.Error);
        Assert.Contains("GRANT INSERT ON \"shop\".\"gone\"", refused.Message, StringComparison.Ordinal);

        await _database.ExecuteAsync($"GRANT INSERT ON shop.gone TO {_engine}");
        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsEngineAsync()).Outcome);
        Assert.Equal(100L, await _database.ScalarAsync<long>("SELECT count(*) FROM shop.gone"));
        Assert.Contains("GRANT SELECT", await _database.ScalarAsync<string>("SELECT refusal FROM phased.verifications WHERE subject = 'archive'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_NeedOwnershipOfTheSource_AndRightsOnTheTarget()
    {
        await CreateAsync();
        var other = $"other_{Guid.NewGuid():N}";
        await _database!.ExecuteAsync($"""
            CREATE ROLE {other};
            CREATE SCHEMA people AUTHORIZATION {other};
            CREATE TABLE people.names (id bigint PRIMARY KEY, name text);
            ALTER TABLE people.names OWNER TO {other};
            GRANT USAGE ON SCHEMA people TO {_owner};
            GRANT SELECT, INSERT, UPDATE, DELETE ON people.names TO {_owner};
            """);
        await RegisterAsync(p => p.CopyRows("users", "names", "id = id, name = name", "id", toSchema: "people"));
        await _database!.ExecuteAsync($"GRANT {_owner} TO {_engine}");

        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsEngineAsync()).Outcome);

        Assert.Equal(300L, await _database.ScalarAsync<long>("SELECT count(*) FROM people.names"));
        await _database.ExecuteAsync($"DROP OWNED BY {other} CASCADE; DROP ROLE {other}");
    }

    [Fact]
    public async Task Transforms_NeedTemporaryTables()
    {
        await CreateAsync();
        await RegisterAsync(p => p.Transform("users", "label", ["name"], ["label"]));
        await _database!.ExecuteAsync($"""
            REVOKE TEMPORARY ON DATABASE "{_database.Database.Name}" FROM PUBLIC;
            GRANT USAGE ON SCHEMA phased, shop TO {_engine};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA phased TO {_engine};
            GRANT SELECT, UPDATE ON shop.users TO {_engine};
            ANALYZE shop.users;
            """);

        var result = Assert.Single((await RunAsEngineAsync()).Migrations);

        Assert.IsType<MissingPrivilegeException>(result.Error);
        Assert.Contains($"""GRANT TEMPORARY ON DATABASE "{_database.Database.Name}" TO""", result.Message, StringComparison.Ordinal);
        await _database.ExecuteAsync($"""GRANT TEMPORARY ON DATABASE "{_database.Database.Name}" TO {_engine}""");
        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsEngineAsync()).Outcome);
        Assert.Equal(300L, await _database.ScalarAsync<long>("SELECT count(*) FROM shop.users WHERE label = 'l' || name"));
    }

    [Fact]
    public async Task MissingOwnership_IsReportedBeforeAnythingIsDone()
    {
        await CreateAsync();
        await RegisterAsync(Everything);
        await _database!.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA phased, shop TO {_engine};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA phased TO {_engine};
            GRANT SELECT, UPDATE ON shop.users TO {_engine};
            """);

        var result = Assert.Single((await RunAsEngineAsync()).Migrations);

        Assert.IsType<MissingPrivilegeException>(result.Error);
        Assert.Contains($"GRANT \"{_owner}\" TO \"{_engine}\"", result.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await _database.ScalarAsync<long>("SELECT count(*) FROM shop.users WHERE verified IS NOT NULL"));
    }

    [Fact]
    public async Task NoRightOnTheStateSchema_IsReported()
    {
        await CreateAsync();
        await RegisterAsync(Everything);

        var error = await Assert.ThrowsAsync<MissingPrivilegeException>(RunAsEngineAsync);

        Assert.Contains("docs/privileges.md", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsThatAPolicyHides_AreNotPassedOverInSilence()
    {
        await CreateAsync();
        await RegisterAsync(p => p.Backfill("users", "verified = false", "verified IS NULL"));
        await _database!.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA phased, shop TO {_engine};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA phased TO {_engine};
            GRANT SELECT, UPDATE ON shop.users TO {_engine};
            ALTER TABLE shop.users ENABLE ROW LEVEL SECURITY;
            CREATE POLICY low_ids ON shop.users USING (id < 10);
            """);

        var result = Assert.Single((await RunAsEngineAsync()).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("row-level security", result.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is null)
            return;
        await _database.ExecuteAsync($"DROP OWNED BY {_owner}, {_engine} CASCADE; DROP ROLE {_owner}, {_engine}");
        await _database.DisposeAsync();
    }
}
