using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.State;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Planning;

public sealed class InlineMigrationTests
{
    private const string Users = "CREATE TABLE users (id bigint PRIMARY KEY, name text, legacy boolean, verified boolean);";
    private const string Rows = "INSERT INTO users SELECT g, 'n' || g FROM generate_series(1, 100) g;";

    private static void Verify(PhasedMigrationBuilder phased) =>
        phased.Backfill("users", "verified = coalesce(legacy, false)", "verified IS NULL").SetNotNull("users", "verified");

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task RowsThatRunningCodeWrites_AreFilled_AlsoUnderReplicaRole(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users + Rows);
        await database.RegisterAsync("Verify", Verify);

        await database.ExecuteAsync("""
            INSERT INTO users (id, legacy) VALUES (1001, true);
            INSERT INTO users (id, name, legacy, verified) VALUES (1002, 'given', false, true);
            UPDATE users SET name = 'touched' WHERE id = 1;
            SET session_replication_role = replica;
            INSERT INTO users (id) VALUES (1003);
            RESET session_replication_role;
            """);

        Assert.Equal(
            ["1:false", "1001:true", "1002:true", "1003:false"],
            await database.ColumnAsync<string>("SELECT id || ':' || verified FROM users WHERE verified IS NOT NULL ORDER BY id"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task RegisteringTwice_ChangesNothing(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users + Rows);
        await database.RegisterAsync("Verify", Verify);
        var once = await database.SnapshotAsync();

        await database.RegisterAsync("Verify", Verify);

        Assert.Empty(once.Diff(await database.SnapshotAsync()));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.migrations"));
    }

    [Fact]
    public async Task AnotherDefinitionUnderTheSameName_IsRefused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + Rows);
        await database.RegisterAsync("Verify", Verify);
        var before = await database.SnapshotAsync();

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("Verify", p => p.SetNotNull("users", "name")));

        Assert.Equal(SqlStates.NameInUse, error.SqlState);
        Assert.Contains("Verify", error.MessageText, StringComparison.Ordinal);
        Assert.Empty(before.Diff(await database.SnapshotAsync()));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task ManySessionsOnAFreshDatabase_RegisterEachOnce(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users + Rows);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => database.RegisterAsync($"Index{i % 4}", p => p.CreateIndex($"ix{i % 4}", "users", "name"))));

        Assert.Equal(
            ["Index0", "Index1", "Index2", "Index3"],
            await database.ColumnAsync<string>("SELECT name FROM phased.migrations ORDER BY name"));
        Assert.Equal(StateSchema.Version, await database.ScalarAsync<long>("SELECT count(*) FROM phased.schema_version"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task ManySessionsOnAnOlderSchema_UpgradeItOnce(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users + Rows);
        await database.ExecuteAsync(StateSchema.InstallSql);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => database.RegisterAsync($"Index{i % 4}", p => p.CreateIndex($"ix{i % 4}", "users", "name"))));

        Assert.Equal(Enumerable.Range(1, StateSchema.Version), await database.ColumnAsync<int>("SELECT version FROM phased.schema_version ORDER BY version"));
    }

    public static TheoryData<string, string> WrongNames => new()
    {
        { "user", "name" },
        { "users", "nmae" },
    };

    [Theory, MemberData(nameof(WrongNames))]
    public async Task UnknownTableOrColumn_IsRefusedWithTheExistingOnes(string table, string column)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + Rows);
        var before = await database.SnapshotAsync();

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("Wrong", p => p
            .AddRequiredColumn("users", "plan", "text", "'free'")
            .CreateIndex("ix", table, column)));

        Assert.Equal(SqlStates.UnknownObject, error.SqlState);
        Assert.Contains(table == "users" ? "name" : "users", error.Hint, StringComparison.Ordinal);
        Assert.Empty(before.Diff(await database.SnapshotAsync()));
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regnamespace('phased') IS NULL"));
    }

    [Theory]
    [InlineData("verified = lgacy", "42703")]
    [InlineData("verified = legacy +", "42601")]
    [InlineData("verified = 'perhaps'", "22P02")]
    public async Task SetClauseThatTheServerRefuses_ChangesNothing(string set, string sqlState)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + Rows);
        var before = await database.SnapshotAsync();

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("Wrong", p => p
            .AddRequiredColumn("users", "plan", "text", "'free'")
            .Backfill("users", set)));

        Assert.Equal(sqlState, error.SqlState);
        Assert.Empty(before.Diff(await database.SnapshotAsync()));
    }

    [Fact]
    public async Task SettingsOfTheSession_AreAsBefore()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, "CREATE SCHEMA shop; SET search_path = shop; " + Users + Rows);
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        async Task<object?> RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }

        await RunAsync("SET search_path = shop; SET lock_timeout = '7s'; SET client_min_messages = 'notice'");
        await RunAsync(PhasedDatabase.Registration("Verify", Verify));
        await RunAsync(InlineMigration.Contract("Verify"));
        await RunAsync(InlineMigration.RevertPhased("Verify"));

        Assert.Equal(
            "shop/7s/notice",
            await RunAsync("SELECT current_setting('search_path') || '/' || current_setting('lock_timeout') || '/' || current_setting('client_min_messages')"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task EveryBlock_WorksInsideAnotherBlock(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users + Rows);

        foreach (var block in new[] { PhasedDatabase.Registration("Verify", Verify), InlineMigration.Contract("Verify"), InlineMigration.RevertPhased("Verify") })
            await database.ExecuteAsync($"DO $EF$\nBEGIN\n    IF true THEN\n    {block};\n    END IF;\nEND $EF$;");

        Assert.Equal(
            ["registered", "contract_requested", "reverted"],
            await database.ColumnAsync<string>("SELECT kind FROM phased.events ORDER BY id"));
    }

    [Fact]
    public async Task LockedTable_IsNotWaitedForLong_AndTheHolderIsNamed()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + Rows);
        await using var holder = new NpgsqlConnection(database.Database.ConnectionString + ";Application Name=night report");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var read = new NpgsqlCommand("SELECT count(*) FROM users", holder, transaction))
            await read.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("Plan", p => p.AddRequiredColumn("users", "plan", "text", "'free'")));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, error.SqlState);
        Assert.Contains("night report, idle in transaction", error.MessageText, StringComparison.Ordinal);
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regnamespace('phased') IS NULL"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task Contract_IsRecordedWhileRowsAreMigrated_AndExecutedAtOnceAfterwards(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users + Rows);
        await database.RegisterAsync("Early", Verify);
        await database.RegisterAsync("Late", p => p.AddRequiredColumn("users", "plan", "text", "'free'"));

        await database.ContractAsync("Early");
        await database.ContractAsync("Late");
        await database.ContractAsync("Late");

        Assert.Equal("migrating", await database.StateAsync("Early"));
        Assert.Equal("completed", await database.StateAsync("Late"));
        Assert.False(await database.ScalarAsync<bool>("SELECT atthasdef FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'plan'"));
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync()).Outcome);
        Assert.True(await database.ScalarAsync<bool>("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'verified'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UnknownName_IsRefused(bool schemaExists)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        if (schemaExists)
            await database.RegisterAsync("Verify", Verify);

        foreach (var attempt in new[] { database.ContractAsync("Verfy"), database.RevertAsync("Verfy") })
            Assert.Equal(SqlStates.UnknownMigration, (await Assert.ThrowsAsync<PostgresException>(() => attempt)).SqlState);
    }

    [Theory]
    [InlineData(StateSchema.Version + 1, "newer version")]
    [InlineData(0, "phased run")]
    public async Task AnotherVersionOfTheSchema_IsRefused(int version, string hint)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("Verify", Verify);
        await database.ExecuteAsync($"DELETE FROM phased.schema_version WHERE version > 1; UPDATE phased.schema_version SET version = {version}");

        foreach (var block in new[] { PhasedDatabase.Registration("Other", Verify), InlineMigration.Contract("Verify"), InlineMigration.RevertPhased("Verify") })
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(block));
            Assert.Equal(SqlStates.SchemaVersion, error.SqlState);
            Assert.Contains(hint, error.MessageText + error.Hint, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task PartitionedTable_IsRefusedWithRows_AndDonePlainlyWithout(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE days (id bigint, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
            CREATE TABLE days_1 PARTITION OF days DEFAULT;
            """);
        await database.RegisterAsync("Empty", p => p.CreateIndex("ix_empty", "days", "day"));
        await database.ExecuteAsync("INSERT INTO days VALUES (1, '2026-01-01')");

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("Full", p => p.CreateIndex("ix_full", "days", "day")));

        Assert.Equal(SqlStates.Unsupported, error.SqlState);
        Assert.Equal("completed", await database.StateAsync("Empty"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task NamesAndTextsOfEveryKind_AreQuoted(int version)
    {
        const string name = "it's $phased$ \"Größe\" \\ 100%";
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE SCHEMA "My Shop";
            CREATE TABLE "My Shop"."we""ird Täble" ("Id" integer PRIMARY KEY, "it's" text);
            INSERT INTO "My Shop"."we""ird Täble" SELECT g FROM generate_series(1, 300) g;
            """);

        await database.RegisterAsync(name, p => p
            .Backfill("we\"ird Täble", "\"it's\" = 'a\n$fill$ -- b' || E'\\n' -- trailing", "\"it's\" IS NULL -- so", "My Shop")
            .SetNotNull("we\"ird Täble", "it's", "My Shop")
            .AddRequiredColumn("we\"ird Täble", "Größe %", "text", "'it''s' -- so", "My Shop"));
        await database.CompleteAsync();

        Assert.Equal(
            300L, await database.ScalarAsync<long>("""SELECT count(*) FROM "My Shop"."we""ird Täble" WHERE "it's" = E'a\n$fill$ -- b\n' AND "Größe %" = 'it''s'"""));
        await database.RevertAsync(name);
    }
}
