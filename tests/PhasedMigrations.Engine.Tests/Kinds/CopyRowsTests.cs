using Npgsql;
using PhasedMigrations.State;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;
using static PhasedMigrations.Engine.Tests.Kinds.UserCopies;

namespace PhasedMigrations.Engine.Tests.Kinds;

/// <summary>Splitting a table: every row has its copy, and each write keeps it in step, until the contract.</summary>
public sealed class CopyRowsTests
{
    private static async Task<PhasedDatabase> CopiedAsync(int version, string sql = Users, Action<PhasedMigrationBuilder>? phased = null)
    {
        var database = await PhasedDatabase.CreateAsync(version, sql);
        await database.RegisterAsync("m", phased ?? Split);
        var result = await database.RunAsync(options: Options);
        Assert.True(result.Outcome == PhasedRunOutcome.AwaitingContract, result.Migrations[0].Message);
        return database;
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task EveryRowHasItsCopy_AndEachWriteKeepsItInStep_UntilTheContract(int version)
    {
        await using var database = await CopiedAsync(version);
        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
        Assert.Equal("pages", await database.ScalarAsync<string>("SELECT strategy FROM phased.steps WHERE kind = 'backfill'"));

        await database.ExecuteAsync("""
            INSERT INTO users VALUES (9001, 'new', 'fr');
            UPDATE users SET theme = 'dark' WHERE id <= 3;
            UPDATE users SET id = id + 100000 WHERE id BETWEEN 4 AND 20;
            DELETE FROM users WHERE id BETWEEN 21 AND 30;
            SET session_replication_role = replica;
            UPDATE users SET language = 'it' WHERE id = 31;
            RESET session_replication_role;
            INSERT INTO users VALUES (1, 'upserted', 'es') ON CONFLICT (id) DO UPDATE SET theme = EXCLUDED.theme;
            """);
        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
        Assert.Equal(4991L, await database.ScalarAsync<long>("SELECT count(*) FROM preferences"));

        await database.ContractAsync("m");
        await database.ExecuteAsync("UPDATE users SET theme = 'only here' WHERE id = 1");
        Assert.Equal("upserted", await database.ScalarAsync<string>("SELECT theme FROM preferences WHERE user_id = 1"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%phased%'"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_proc WHERE proname LIKE 'copy_users%'"));
    }

    [Fact]
    public async Task RowsThatAreThere_Stay_AndWhatTheTriggerWroteIsNotOverwritten()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + "INSERT INTO preferences VALUES (7, 'chosen', 'before');");
        await database.RegisterAsync("m", Split);
        await database.ExecuteAsync("UPDATE users SET theme = 'by trigger' WHERE id = 8");

        await database.RunAsync(options: Options);

        Assert.Equal(
            ["chosen", "by trigger", "t9"], await database.ColumnAsync<string>("SELECT theme FROM preferences WHERE user_id IN (7, 8, 9) ORDER BY user_id"));
        Assert.Equal(4998m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
    }

    [Theory]
    [InlineData("AFTER", "!!")]
    [InlineData("AFTER", "~~")]
    [InlineData("BEFORE", "~~")]
    public async Task OtherTriggersThatChangeTheRow_DoNotMatter(string when, string name)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + $"""
            CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF '{when}' = 'BEFORE' THEN NEW.theme := upper(NEW.theme); RETURN NEW; END IF;
                UPDATE users SET theme = upper(NEW.theme) WHERE id = NEW.id AND theme <> upper(NEW.theme);
                RETURN NULL;
            END $$;
            CREATE TRIGGER "{name}shout" {when} INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION shout();
            """);
        await database.RegisterAsync("m", Split);

        await database.ExecuteAsync("UPDATE users SET theme = 'quiet' WHERE id = 5; INSERT INTO users VALUES (9001, 'new', 'fr')");
        await database.RunAsync(options: Options);

        Assert.Equal("QUIET", await database.ScalarAsync<string>("SELECT theme FROM preferences WHERE user_id = 5"));
        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
    }

    [Fact]
    public async Task RowsOutsideTheCondition_HaveNoCopy_AndLoseItWhenTheyLeaveIt()
    {
        await using var database = await CopiedAsync(18, phased: p => p.CopyRows("users", "preferences", "user_id = id, theme = theme", "user_id", "NOT is_gone -- still here"));

        await database.ExecuteAsync("""
            UPDATE users SET is_gone = true WHERE id <= 10;
            UPDATE users SET is_gone = false WHERE id <= 4;
            INSERT INTO users (id, is_gone) VALUES (9001, true), (9002, false);
            """);

        Assert.Equal(
            0L, await database.ScalarAsync<long>("SELECT count(*) FROM users u FULL JOIN preferences p ON user_id = id WHERE (u.id IS NULL) OR (p.user_id IS NULL) <> is_gone"));
    }

    [Theory]
    [InlineData("TRUNCATE users CASCADE")]
    [InlineData("ALTER TABLE preferences DROP CONSTRAINT preferences_user_id_fkey; TRUNCATE users")]
    public async Task Truncate_TakesTheCopiesAway_ButNotOtherRows(string truncate)
    {
        await using var database = await CopiedAsync(18);

        await database.ExecuteAsync(truncate);

        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM preferences"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task PartitionedSource_WithRowsThatChangeTheirPartition(int version)
    {
        await using var database = await CopiedAsync(
            version,
            """
            CREATE TABLE users (id bigint, region integer, theme text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
            CREATE TABLE one PARTITION OF users FOR VALUES IN (1);
            CREATE TABLE two (theme text, region integer NOT NULL, id bigint NOT NULL);
            ALTER TABLE users ATTACH PARTITION two FOR VALUES IN (2);
            INSERT INTO users SELECT g, 1 + g % 2, 't' || g FROM generate_series(1, 4000) g;
            CREATE TABLE preferences (region integer, id bigint, theme text, UNIQUE (region, id));
            """,
            p => p.CopyRows("users", "preferences", "id = id, region = region, theme = theme", ["region", "id"]));

        await database.ExecuteAsync("""
            UPDATE users SET region = 3 - region, theme = 'moved' WHERE id <= 100;
            DELETE FROM two WHERE id = 201;
            UPDATE one SET theme = 'directly' WHERE id = 300;
            """);

        Assert.Equal(0L, await database.ScalarAsync<long>("""
            SELECT count(*) FROM users u FULL JOIN preferences p USING (id, region) WHERE u.theme IS DISTINCT FROM p.theme
            """));
        Assert.Equal(3999L, await database.ScalarAsync<long>("SELECT count(*) FROM preferences"));
    }

    [Fact]
    public async Task RunningCodeWithoutRightsOnTheNewTable_GoesOn()
    {
        await using var database = await CopiedAsync(18);
        var role = $"shop_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role}; GRANT SELECT, INSERT, UPDATE, DELETE ON users TO {role}");

        await database.ExecuteAsync($"""
            SET ROLE {role};
            SET search_path = pg_catalog;
            INSERT INTO public.users VALUES (9001, 'new', 'fr');
            UPDATE public.users SET theme = 'dark' WHERE id = 1;
            DELETE FROM public.users WHERE id = 2;
            RESET ROLE; RESET search_path; DROP OWNED BY {role}; DROP ROLE {role};
            """);

        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
    }

    [Theory]
    [InlineData(BackfillChunking.PageWindows)]
    [InlineData(BackfillChunking.KeyRanges)]
    public async Task RowThatTheNewTableRefuses_IsNamed_AndTheOthersAreCopied(BackfillChunking chunking)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + "ALTER TABLE preferences ADD CHECK (theme <> 't77');");
        await database.RegisterAsync("m", Split);

        var result = Assert.Single((await database.RunAsync(options: Options with { Chunking = chunking })).Migrations);
        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("id = 77", result.Message, StringComparison.Ordinal);
        Assert.Equal(4999L, await database.ScalarAsync<long>("SELECT count(*) FROM preferences"));

        await database.ExecuteAsync("UPDATE users SET theme = 'allowed' WHERE id = 77");
        Assert.Equal(PhasedRunOutcome.AwaitingContract, (await database.RunAsync(options: Options)).Outcome);
        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
    }

    [Fact]
    public async Task CopyThatSomebodyDeleted_StopsTheMigrationBeforeItsContract()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + """
            CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN CASE WHEN NEW.user_id = 77 THEN NULL ELSE NEW END; END $$;
            CREATE TRIGGER lose BEFORE INSERT ON preferences FOR EACH ROW EXECUTE FUNCTION lose();
            """);
        await database.RegisterAsync("m", Split);

        var result = Assert.Single((await database.RunAsync(new() { Contract = true }, Options)).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("1 rows of \"public\".\"users\" have no copy", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user_id = id, theme = theme", "theme", SqlStates.Unsupported)]
    [InlineData("user_id = id, nothing = theme", "user_id", SqlStates.UnknownObject)]
    [InlineData("user_id = idd, theme = theme", "user_id", SqlStates.UnknownObject)]
    [InlineData("user_id = id, theme = missing(theme)", "user_id", PostgresErrorCodes.UndefinedFunction)]
    [InlineData("user_id = id, seen = language", "user_id", PostgresErrorCodes.DatatypeMismatch)]
    [InlineData("user_id = id, theme = max(theme)", "user_id", PostgresErrorCodes.FeatureNotSupported)]
    public async Task WhatCannotWork_IsRefusedAtRegistration_AndNoTriggerIsLeft(string set, string key, string sqlState)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("m", p => p.CopyRows("users", "preferences", set, key)));

        Assert.Equal(sqlState, error.SqlState);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%phased%'"));
    }

    [Fact]
    public async Task SourceWhoseKeyIsNotUnique_IsRefused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + "CREATE TABLE languages (name text PRIMARY KEY)");

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("m", p => p.CopyRows("users", "languages", "name = language", "name")));

        Assert.Equal(SqlStates.Unsupported, error.SqlState);
        Assert.Contains("users has no unique key over language", error.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reverted_LeavesNothingButTheCopies(bool isRun)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        var before = await database.SnapshotAsync();
        await database.RegisterAsync("m", Split);
        if (isRun)
            await database.RunAsync(options: Options);

        await database.RevertAsync("m");

        Assert.Empty(before.Diff(await database.SnapshotAsync()));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_proc WHERE proname LIKE 'copy_users%'"));
        Assert.Equal(isRun ? 5000L : 0L, await database.ScalarAsync<long>("SELECT count(*) FROM preferences"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SeveralTargetsOfOneName_AreEachKeptInStep(bool isOneMigration)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + "CREATE SCHEMA other; CREATE TABLE other.preferences (user_id bigint PRIMARY KEY, theme text);");
        if (isOneMigration)
            await database.RegisterAsync("m", p =>
            {
                Split(p);
                p.CopyRows("users", "preferences", "user_id = id, theme = theme", "user_id", toSchema: "other");
            });
        else
        {
            await database.RegisterAsync("m", Split);
            await database.RegisterAsync("n", p => p.CopyRows("users", "preferences", "user_id = id, theme = theme", "user_id", toSchema: "other"));
        }

        Assert.Equal(PhasedRunOutcome.AwaitingContract, (await database.RunAsync(options: Options)).Outcome);
        await database.ExecuteAsync("UPDATE users SET theme = 'dark' WHERE id = 1; DELETE FROM users WHERE id = 2");

        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
        Assert.Equal(0L, await database.ScalarAsync<long>("""
            SELECT count(*) FROM users u FULL JOIN other.preferences p ON user_id = id WHERE u.id IS NULL OR user_id IS NULL OR u.theme IS DISTINCT FROM p.theme
            """));
        await database.CompleteAsync();
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%phased%'"));
    }

    [Fact]
    public async Task EmptySource_IsCompleteAtOnce()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + "TRUNCATE users CASCADE");

        await database.RegisterAsync("m", Split);

        Assert.Equal("completed", await database.StateAsync("m"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%phased%'"));
    }

    [Fact]
    public async Task TriggerThatSomebodyDropped_IsMadeAgainBeforeAnythingIsCopied()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("m", Split);
        foreach (var trigger in await database.ColumnAsync<string>("SELECT quote_ident(tgname) FROM pg_trigger WHERE tgname LIKE '!phased%'"))
            await database.ExecuteAsync($"DROP TRIGGER {trigger} ON users");

        await database.RunAsync(options: Options);
        await database.ExecuteAsync("UPDATE users SET theme = 'dark' WHERE id = 1");

        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
    }
}
