using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Execution;

/// <summary>What the server's rows do not allow ends in a clear state, and goes on once somebody has corrected them.</summary>
public sealed class BlockedTests
{
    private const string Shop = """
        CREATE TABLE teams (id integer PRIMARY KEY);
        CREATE TABLE users (id bigint PRIMARY KEY, name text, team_id integer, email text);
        INSERT INTO teams VALUES (1);
        INSERT INTO users SELECT g, CASE WHEN g > 3 THEN 'n' || g END, CASE WHEN g > 2 THEN 1 ELSE 70 + g END, 'e' || greatest(g, 2) FROM generate_series(1, 500) g;
        """;

    private static async Task<PhasedMigrationResult> BlockedAsync(PhasedDatabase database)
    {
        var result = Assert.Single((await database.RunAsync(new() { Contract = true })).Migrations);
        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Equal("blocked", await database.StateAsync(result.Name));
        Assert.Equal(result.Message, await database.ScalarAsync<string>("SELECT blocked_reason FROM phased.migrations"));
        return result;
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task RowsThatAreNull_StopSetNotNullBeforeAnythingIsEnforced(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Shop);
        await database.RegisterAsync("m", p => p.SetNotNull("users", "name"));
        var before = await database.SnapshotAsync();

        Assert.Contains("3 rows", (await BlockedAsync(database)).Message, StringComparison.Ordinal);
        Assert.Empty(before.Diff(await database.SnapshotAsync()));

        await database.ExecuteAsync("UPDATE users SET name = 'now' WHERE name IS NULL");
        await database.CompleteAsync();
        Assert.True(await database.ScalarAsync<bool>("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'name'"));
    }

    [Fact]
    public async Task BackfillThatLeavesNulls_StopsBeforeAnythingIsEnforced()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Shop);
        await database.RegisterAsync("m", p => p.Backfill("users", "name = email", "name IS NULL AND id <> 2").SetNotNull("users", "name"));

        Assert.Contains("1 rows", (await BlockedAsync(database)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task Orphans_AreCountedAndShown(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Shop);
        await database.RegisterAsync("m", p => p.AddForeignKey("fk", "users", "team_id", "teams"));

        var message = (await BlockedAsync(database)).Message;

        Assert.Contains("2 rows", message, StringComparison.Ordinal);
        Assert.Contains("(71)", message, StringComparison.Ordinal);
        await database.ExecuteAsync("UPDATE users SET team_id = NULL WHERE team_id > 70");
        await database.CompleteAsync();
        Assert.True(await database.ScalarAsync<bool>("SELECT convalidated FROM pg_constraint WHERE conname = 'fk'"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task Duplicates_StopAUniqueIndexAndLeaveNoInvalidOne(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Shop);
        await database.RegisterAsync("m", p => p.CreateIndex("ux", "users", "email", unique: true));

        Assert.Contains("(e2)", (await BlockedAsync(database)).Message, StringComparison.Ordinal);
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('ux') IS NULL"));

        await database.ExecuteAsync("UPDATE users SET email = 'one' WHERE id = 1");
        await database.CompleteAsync();
    }

    [Fact]
    public async Task RowThatFailsTheCast_IsNamedByItsKey_AndIsTheOnlyOneLeft()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Shop + "ALTER TABLE users ADD n integer;");
        await database.RegisterAsync("m", p => p.Backfill("users", "n = substr(email, 2)::integer"));
        await database.ExecuteAsync("UPDATE users SET email = 'none' WHERE id = 400");

        var message = (await BlockedAsync(database)).Message;

        Assert.Contains("22P02", message, StringComparison.Ordinal);
        Assert.Contains("done but for 1 row (\"public\".\"users\" id = 400: ", message, StringComparison.Ordinal);
        Assert.Equal(499L, await database.ScalarAsync<long>("SELECT count(*) FROM users WHERE n IS NOT NULL"));
        await database.ExecuteAsync("UPDATE users SET email = 'e400' WHERE id = 400");
        await database.CompleteAsync();
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM users WHERE n IS NULL"));
    }

    [Fact]
    public async Task ColumnDroppedAfterRegistration_IsReportedWithNearNames()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Shop);
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "email"));
        await database.ExecuteAsync("ALTER TABLE users RENAME COLUMN email TO e_mail");

        var result = await BlockedAsync(database);

        Assert.IsType<UnknownObjectException>(result.Error);
        Assert.Contains("Did you mean e_mail", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TableRenamedAfterRegistration_IsReportedWithNearNames()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Shop);
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "email"));
        await database.ExecuteAsync("ALTER TABLE users RENAME TO user_s");

        Assert.Contains("Did you mean user_s", (await BlockedAsync(database)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetClauseThatNoLongerFits_IsRefusedBeforeAnythingIsDone()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Shop);
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "email").Backfill("users", "name = email"));
        await database.ExecuteAsync("ALTER TABLE users RENAME COLUMN email TO mail; ALTER TABLE users ADD email integer[]; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER TABLE users ALTER name TYPE integer USING 1");

        var result = await BlockedAsync(database);

        Assert.IsType<InvalidDefinitionException>(result.Error);
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('ix') IS NULL"));
    }
}
