using PhasedMigrations.Testing;
using PhasedMigrations.Tests;
using static PhasedMigrations.Engine.Tests.Kinds.UserCopies;

namespace PhasedMigrations.Engine.Tests.Verification;

/// <summary>What was deleted, archived and copied is judged as well, and only what can be.</summary>
public sealed class KindVerificationTests
{
    private const string Orders = """
        CREATE TABLE orders (id bigint PRIMARY KEY, day integer NOT NULL, at timestamptz NOT NULL DEFAULT now(), pad text NOT NULL DEFAULT repeat('p', 100));
        INSERT INTO orders SELECT g, g % 10 FROM generate_series(1, 6000) g;
        ANALYZE orders;
        CREATE TABLE archive (LIKE orders);
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<PhasedDatabase> CreateAsync(int version, string sql, Action<PhasedMigrationBuilder> phased)
    {
        var database = await PhasedDatabase.CreateAsync(version, sql);
        await database.RegisterAsync("m", phased);
        return database;
    }

    private static async Task<PhasedMigrationResult> RunAsync(
        PhasedDatabase database, PhasedVerificationMode mode, PhasedRunOutcome outcome, BackfillChunking chunking = BackfillChunking.Automatic)
    {
        var result = Assert.Single((await database.RunAsync(options: Options with { Verification = mode, Chunking = chunking })).Migrations);
        Assert.True(result.Outcome == outcome, result.Message);
        return result;
    }

    private static async Task<PhasedVerification> VerifyAsync(PhasedDatabase database, PhasedVerificationSubject subject, bool repair = false)
    {
        var results = await new PhasedRunner(database.DataSource, Options).VerifyAsync(
            "m", new() { Mode = PhasedVerificationMode.Full, Repair = repair }, cancellationToken: Cancellation);
        return results.Single(result => result.Subject == subject);
    }

    private static Task<IReadOnlyList<string>> StoredAsync(PhasedDatabase database) =>
        database.ColumnAsync<string>("SELECT concat_ws(' ', subject, rows_checked, rows_wrong, rows_unjudged) FROM phased.verifications ORDER BY id");

    // What has ended now had ended when the step began, although an older transaction may have run elsewhere.
    private static async Task<string> SnapshotAsync(PhasedDatabase database)
    {
        var next = await database.ScalarAsync<string>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text");
        return $"UPDATE phased.steps SET began = '{next}:{next}:'";
    }

    // As old as the rows that were there, and passed over.
    private static async Task AgeAsync(PhasedDatabase database)
    {
        for (var i = 0; i < 2; i++)
            await database.ExecuteAsync("UPDATE phased.steps SET horizon = pg_snapshot_xmax(pg_current_snapshot())");
    }

    [Theory]
    [InlineData(14, BackfillChunking.Automatic)]
    [InlineData(18, BackfillChunking.Automatic)]
    [InlineData(18, BackfillChunking.KeyRanges)]
    public async Task CleanArchiving_IsVerifiedByDefault(int version, BackfillChunking chunking)
    {
        await using var database = await CreateAsync(version, Orders, p => p.DeleteRows("orders", "day < 3", "archive"));

        await RunAsync(database, new PhasedRunnerOptions().Verification, PhasedRunOutcome.Complete, chunking);

        // While an older transaction runs elsewhere on the server, nobody can tell how old rows are.
        Assert.Equal(
            ["pending 4200 0", "archive 1800 0"],
            await database.ColumnAsync<string>(
                "SELECT concat_ws(' ', subject, rows_checked + CASE subject WHEN 'pending' THEN rows_unjudged ELSE 0 END, rows_wrong) FROM phased.verifications ORDER BY id"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task RowsThatShouldBeGone_AreFound_BlockTheMigration_AndAreMovedByARepair(int version)
    {
        await using var database = await CreateAsync(version, Orders, p => p.DeleteRows("orders", "day < 3", "archive").CreateIndex("by_day", "orders", "day"));
        await RunAsync(database, PhasedVerificationMode.None, PhasedRunOutcome.Complete);
        await database.ExecuteAsync("INSERT INTO orders VALUES (7000, 1), (7001, 5)");
        await AgeAsync(database);
        await database.ExecuteAsync("INSERT INTO orders VALUES (7002, 1); UPDATE phased.migrations SET state = 'migrating', completed_at = NULL");

        var result = await RunAsync(database, PhasedVerificationMode.Counts, PhasedRunOutcome.Blocked);
        Assert.Contains("move rows of orders to archive: 1 of 4202 rows are not done (for example id = 7000)", result.Message, StringComparison.Ordinal);

        var repaired = await VerifyAsync(database, PhasedVerificationSubject.Pending, repair: true);
        Assert.Equal((1, 1, 1), (repaired.RowsWrong, repaired.RowsRepaired, repaired.RowsUnjudged));
        Assert.Equal(1801, (await VerifyAsync(database, PhasedVerificationSubject.Archive)).RowsChecked);
        Assert.Equal(["7000"], await database.ColumnAsync<string>("SELECT id::text FROM archive WHERE id >= 7000"));
        await RunAsync(database, PhasedVerificationMode.Counts, PhasedRunOutcome.Complete);
    }

    // The archive takes rows and keeps none: what the statement says of itself would not show it.
    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task RowsThatTheArchiveDidNotKeep_AreMissed(int version)
    {
        await using var database = await CreateAsync(version, Orders + """
            CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN CASE WHEN NEW.id IN (11, 22) THEN NULL ELSE NEW END; END $$;
            CREATE TRIGGER lose BEFORE INSERT ON archive FOR EACH ROW EXECUTE FUNCTION lose();
            """, p => p.DeleteRows("orders", "day < 3", "archive"));

        var result = await RunAsync(database, PhasedVerificationMode.Counts, PhasedRunOutcome.Blocked);

        Assert.Contains("2 of 1800 rows are in both tables or in none (for example 2 of them are not in \"public\".\"archive\")", result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--repair", result.Message, StringComparison.Ordinal);
        // Nothing would make them come back: somebody has to answer for that.
        await RunAsync(database, PhasedVerificationMode.Counts, PhasedRunOutcome.Blocked);
        Assert.InRange(await new PhasedRunner(database.DataSource).AcceptVerificationAsync("m", "they were test orders", Cancellation), 1, 2);
        await RunAsync(database, PhasedVerificationMode.Counts, PhasedRunOutcome.Complete);
        Assert.EndsWith(": they were test orders", await database.ScalarAsync<string>("SELECT message FROM phased.events WHERE kind = 'verification_accepted'"), StringComparison.Ordinal);
        Assert.False((await VerifyAsync(database, PhasedVerificationSubject.Archive)).IsClean);
    }

    // An archive of the old kind passes its rows on to children; a row that is changed there is not lost.
    [Fact]
    public async Task RowsThatTheArchivePassesOn_OrThatAreChangedThere_AreNotMissed()
    {
        await using var database = await CreateAsync(18, Orders + """
            CREATE TABLE archive_all () INHERITS (archive);
            CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO archive_all SELECT NEW.*; RETURN NULL; END $$;
            CREATE TRIGGER pass BEFORE INSERT ON archive FOR EACH ROW EXECUTE FUNCTION pass();
            INSERT INTO archive SELECT id + 100000, day, at, pad FROM orders WHERE id <= 50;
            """, p => p.DeleteRows("orders", "day < 3", "archive"));
        var began = await SnapshotAsync(database);
        await RunAsync(database, PhasedVerificationMode.None, PhasedRunOutcome.Complete);
        await database.ExecuteAsync($"UPDATE archive SET pad = 'seen' WHERE id IN (11, 12); {began}");

        var found = await VerifyAsync(database, PhasedVerificationSubject.Archive);

        Assert.Equal((1800, 0, 2, null), (found.RowsChecked, found.RowsWrong, found.RowsUnjudged, found.Refusal));
    }

    // Two rows of one key: no statement of ours leaves that, so they were there before and the key came later.
    [Fact]
    public async Task RowInBothTables_IsNamed_ButNotAKeyThatTheApplicationUsesAgain()
    {
        await using var database = await CreateAsync(
            18, Orders + "ALTER TABLE orders DROP CONSTRAINT orders_pkey; INSERT INTO orders VALUES (11, 5);", p => p.DeleteRows("orders", "day < 3", "archive"));
        var began = await SnapshotAsync(database);
        await RunAsync(database, PhasedVerificationMode.None, PhasedRunOutcome.Complete);
        await database.ExecuteAsync($"INSERT INTO orders VALUES (12, 5); ALTER TABLE orders ADD PRIMARY KEY (id); {began}");

        var found = await VerifyAsync(database, PhasedVerificationSubject.Archive);

        Assert.Equal((1800, 1), (found.RowsChecked, found.RowsWrong));
        Assert.Equal(["(11) is in both tables"], found.Examples);
    }

    [Fact]
    public async Task ConditionOverTime_IsAskedAsOfThen()
    {
        await using var database = await CreateAsync(
            18, Orders + "UPDATE orders SET at = now() - interval '1 year' WHERE day < 3;",
            p => p.DeleteRows("orders", "at < now() - interval '1 month' AND at::date < current_date AND at < CURRENT_TIMESTAMP(3)"));
        await RunAsync(database, PhasedVerificationMode.None, PhasedRunOutcome.Complete);
        // As if a year had passed: every row that is left has come of age.
        await database.ExecuteAsync("UPDATE orders SET at = now() - interval '40 days'");
        await AgeAsync(database);
        await database.ExecuteAsync("UPDATE phased.steps SET horizon_at = now() - interval '20 days'");

        Assert.Equal((4200, 0), await CountsAsync(database));

        await database.ExecuteAsync("UPDATE phased.steps SET horizon_at = now() - interval '1 hour'");
        Assert.Equal((4200, 4200), await CountsAsync(database));
    }

    private static async Task<(long Checked, long Wrong)> CountsAsync(PhasedDatabase database)
    {
        var found = await VerifyAsync(database, PhasedVerificationSubject.Pending);
        Assert.Null(found.Refusal);
        return (found.RowsChecked, found.RowsWrong);
    }

    [Theory]
    [InlineData("day IN (SELECT day FROM days)", "reads other rows")]
    [InlineData("day < 3 AND random() < 2", "the function random")]
    [InlineData("is_old(day)", "the function is_old")]
    [InlineData("day < 3 AND age(at) < interval '1 day'", "age in its condition")]
    public async Task ConditionThatNobodyCanAskAgain_IsRefusedWithTheReason(string where, string reason)
    {
        await using var database = await CreateAsync(
            18,
            Orders + "CREATE TABLE days (day integer); CREATE FUNCTION is_old(integer) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT $1 < 3';",
            p => p.DeleteRows("orders", where));
        await RunAsync(database, PhasedVerificationMode.Counts, PhasedRunOutcome.Complete);

        var found = await VerifyAsync(database, PhasedVerificationSubject.Pending);

        Assert.False(found.IsClean);
        Assert.Contains(reason, found.Refusal, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task Copies_AreComparedThroughTheMapping_WhateverTheApplicationWrites(int version)
    {
        await using var database = await CreateAsync(version, Users + "INSERT INTO preferences VALUES (7, 'chosen', 'before');", Split);
        await database.ExecuteAsync("UPDATE users SET theme = 'by trigger' WHERE id = 8");
        await RunAsync(database, PhasedVerificationMode.Full, PhasedRunOutcome.AwaitingContract);
        Assert.Equal(["values 4998 0 2", "surplus 4998 0 2"], await StoredAsync(database));

        await database.ExecuteAsync("""
            UPDATE users SET theme = 'later' WHERE id <= 100;
            UPDATE preferences SET theme = 'directly' WHERE user_id = 200;
            DELETE FROM users WHERE id BETWEEN 301 AND 310;
            UPDATE users SET id = id + 10000 WHERE id BETWEEN 401 AND 410;
            """);

        Assert.True((await VerifyAsync(database, PhasedVerificationSubject.Pending)).IsClean);
        var values = await VerifyAsync(database, PhasedVerificationSubject.Values);
        Assert.Equal((4989, 0, 1), (values.RowsChecked, values.RowsWrong, values.RowsUnjudged));
        Assert.True((await VerifyAsync(database, PhasedVerificationSubject.Surplus)).IsClean);
    }

    // Somebody switches the trigger off for a while, which nothing but a comparison shows.
    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task CopiesThatFellBehind_AreFound_Repaired_AndBlockTheContract(int version)
    {
        await using var database = await CreateAsync(version, Users, Split);
        await RunAsync(database, PhasedVerificationMode.Counts, PhasedRunOutcome.AwaitingContract);
        await database.ExecuteAsync("""
            ALTER TABLE preferences DROP CONSTRAINT preferences_user_id_fkey;
            ALTER TABLE users DISABLE TRIGGER USER;
            UPDATE users SET theme = 'unseen' WHERE id = 5;
            DELETE FROM users WHERE id = 6;
            INSERT INTO users VALUES (9001, 'new', 'fr');
            ALTER TABLE users ENABLE TRIGGER USER;
            """);

        var missing = await VerifyAsync(database, PhasedVerificationSubject.Pending);
        Assert.Equal((5000, 1), (missing.RowsChecked, missing.RowsWrong));
        Assert.Equal(["id = 9001"], missing.Examples);
        var behind = await VerifyAsync(database, PhasedVerificationSubject.Values);
        Assert.Equal(1, behind.RowsWrong);
        Assert.Equal(["id = 5"], behind.Examples);
        Assert.Equal(["user_id = 6"], (await VerifyAsync(database, PhasedVerificationSubject.Surplus)).Examples);
        Assert.Equal("blocked", await database.StateAsync("m"));

        await VerifyAsync(database, PhasedVerificationSubject.Values, repair: true);
        await database.ExecuteAsync("DELETE FROM preferences WHERE user_id = 6");
        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
        await database.CompleteAsync();
        Assert.Contains("goes its own way", (await VerifyAsync(database, PhasedVerificationSubject.Values)).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user_id = id, theme = theme || random()", "VOLATILE")]
    [InlineData("user_id = id, seen = now()", "now gives another value")]
    public async Task CopiesThatCannotBeCompared_AreRefusedWithTheReason(string set, string reason)
    {
        await using var database = await CreateAsync(18, Users, p => p.CopyRows("users", "preferences", set, "user_id"));
        await RunAsync(database, PhasedVerificationMode.Full, PhasedRunOutcome.AwaitingContract);

        Assert.Contains(reason, (await VerifyAsync(database, PhasedVerificationSubject.Values)).Refusal, StringComparison.Ordinal);
    }

    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, slug varchar(20), j json);
        INSERT INTO items SELECT g, 'n' || g FROM generate_series(1, 3000) g;
        ANALYZE items;
        """;

    private static readonly BackfillTransforms Slug = new BackfillTransforms().Add("slug", (string name) => name == "n9" ? null : $"s{name}");

    private static async Task<IReadOnlyList<PhasedVerification>> TransformedAsync(PhasedDatabase database, PhasedVerificationMode mode, BackfillTransforms? transforms = null) =>
        await new PhasedRunner(database.DataSource, Options with { Transforms = transforms ?? Slug }).VerifyAsync("m", new() { Mode = mode, SamplePercent = 20 }, cancellationToken: Cancellation);

    [Theory]
    [InlineData(14, "slug IS NULL")]
    [InlineData(18, "slug IS NULL")]
    [InlineData(18, null)]
    public async Task Transforms_AreRunAgain_AndRowsThatWereNeverDoneAreFound(int version, string? where)
    {
        await using var database = await CreateAsync(version, Items, p => p.Transform("items", "slug", ["name"], ["slug"], where));
        await database.ExecuteAsync("""
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.slug := 'wrong'; RETURN NEW; END $$;
            CREATE TRIGGER spoil BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.id IN (5, 2000)) EXECUTE FUNCTION spoil();
            """);
        var options = Options with { Transforms = Slug, Verification = PhasedVerificationMode.None };
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: options)).Outcome);
        await database.ExecuteAsync("UPDATE items SET slug = 'mine' WHERE id BETWEEN 101 AND 110; INSERT INTO items VALUES (7000, 'n7000')");
        await AgeAsync(database);
        await database.ExecuteAsync("UPDATE items SET slug = slug WHERE id BETWEEN 101 AND 110");

        var found = await TransformedAsync(database, PhasedVerificationMode.Full);

        Assert.Equal((1, "id = 7000"), (found[0].RowsWrong, string.Join(';', found[0].Examples)));
        Assert.Equal((2990, 2, 11), (found[1].RowsChecked, found[1].RowsWrong, found[1].RowsUnjudged));
        Assert.Equal(["id = 5", "id = 2000"], found[1].Examples);
        Assert.InRange((await TransformedAsync(database, PhasedVerificationMode.Sample))[1].RowsChecked, 300, 1200);
        Assert.Contains("does not have the transform slug", (await TransformedAsync(database, PhasedVerificationMode.Full, new()))[1].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CopiesInATableOfTheSameName_WithACondition_AndTypesWithoutEquality()
    {
        await using var database = await CreateAsync(
            18, Users + "CREATE SCHEMA other; CREATE TABLE other.users (id bigint PRIMARY KEY, theme varchar(3), language json);",
            p => p.CopyRows("users", "users", "id = id, theme = substr(theme, 1, 3), language = to_json(language)", "id", "NOT is_gone -- left", toSchema: "other"));
        await database.ExecuteAsync("UPDATE users SET is_gone = true WHERE id <= 100");

        await RunAsync(database, PhasedVerificationMode.Full, PhasedRunOutcome.AwaitingContract);

        Assert.Equal(["values 4900 0 0", "surplus 4900 0 0"], await StoredAsync(database));
        Assert.Equal(4900, (await VerifyAsync(database, PhasedVerificationSubject.Pending)).RowsChecked);
    }
}
