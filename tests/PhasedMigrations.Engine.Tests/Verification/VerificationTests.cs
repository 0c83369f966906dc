using Npgsql;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Verification;

/// <summary>Nothing is dropped or enforced before the verification said zero, and what it said outlives the process.</summary>
public sealed class VerificationTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, price numeric(10,4) NOT NULL DEFAULT 1.2345, slug text, n integer, cents numeric(10,2), j json);
        INSERT INTO items SELECT g, 'n' || g FROM generate_series(1, 6000) g;
        ANALYZE items;
        """;

    private static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with { InitialBatchRows = 1000 };

    // What somebody's mistake, or a broken disk, does to rows that the backfill wrote: the row's version stays the backfill's.
    private const string Corrupt = "phased_corrupt";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void Slugs(PhasedMigrationBuilder phased) => phased.Backfill("items", "slug = lower(name) || '-x'", "slug IS NULL");

    private static async Task<PhasedDatabase> CreateAsync(int version, Action<PhasedMigrationBuilder>? phased = null, string sql = Items)
    {
        var database = await PhasedDatabase.CreateAsync(version, sql);
        await database.RegisterAsync("m", phased ?? Slugs);
        return database;
    }

    private static Task<IReadOnlyList<PhasedVerification>> VerifyAsync(
        PhasedDatabase database, PhasedVerificationMode mode = PhasedVerificationMode.Full, bool repair = false) =>
        new PhasedRunner(database.DataSource, Options).VerifyAsync("m", new() { Mode = mode, Repair = repair, SamplePercent = 10 }, cancellationToken: Cancellation);

    // The backfill itself writes other values than its expression gives in these rows: a trigger of the user sees to it.
    private static Task<int> WrongAsync(PhasedDatabase database, string rows) => database.ExecuteAsync($"""
        CREATE FUNCTION {Corrupt}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.slug := 'wrong'; RETURN NEW; END $$;
        CREATE TRIGGER {Corrupt} BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.id IN ({rows})) EXECUTE FUNCTION {Corrupt}();
        """);

    private static Task<int> HealAsync(PhasedDatabase database) => database.ExecuteAsync($"DROP TRIGGER {Corrupt} ON items");

    private static async Task<PhasedMigrationResult> RunAsync(PhasedDatabase database, PhasedVerificationMode mode, bool contract = false) =>
        Assert.Single((await database.RunAsync(new() { Contract = contract }, Options with { Verification = mode, VerificationSamplePercent = 10 })).Migrations);

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task CleanBackfill_IsVerifiedInFull(int version)
    {
        await using var database = await CreateAsync(version);

        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsync(database, PhasedVerificationMode.Full)).Outcome);

        Assert.Equal(
            ["pending 100 6000 0", "values 100 6000 0"],
            await database.ColumnAsync<string>("SELECT concat_ws(' ', subject, percent, rows_checked, rows_wrong) FROM phased.verifications WHERE finished_at IS NOT NULL ORDER BY id"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task OlderTransactionElsewhere_LeavesNoRowUnjudged(int version)
    {
        await using var database = await CreateAsync(version);
        await using var elsewhere = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await elsewhere.BeginTransactionAsync(Cancellation);
        await using var number = new NpgsqlCommand("SELECT pg_current_xact_id()", elsewhere, transaction);
        await number.ExecuteNonQueryAsync(Cancellation);

        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsync(database, PhasedVerificationMode.Counts)).Outcome);

        Assert.Equal(["6000 0"], await database.ColumnAsync<string>("SELECT concat_ws(' ', rows_checked, rows_unjudged) FROM phased.verifications"));
    }

    [Fact]
    public async Task Default_CountsWhatIsLeftToDo()
    {
        await using var database = await CreateAsync(18);

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: Options)).Outcome);

        Assert.Equal(["pending"], await database.ColumnAsync<string>("SELECT subject FROM phased.verifications"));
    }

    [Fact]
    public async Task FailureSurvives_BlocksTheContract_AndIsNamed_UntilALaterOneIsClean()
    {
        await using var database = await CreateAsync(18, p => p.Backfill("items", "slug = lower(name) || '-x'", "slug IS NULL").SetNotNull("items", "slug"));
        await WrongAsync(database, "5, 4000");

        var result = await RunAsync(database, PhasedVerificationMode.Full, contract: true);
        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("2 of 6000 rows hold another value", result.Message, StringComparison.Ordinal);
        Assert.Matches("id = 5; id = 4000|id = 4000; id = 5", result.Message);
        Assert.Contains("phased verify m --full --repair", result.Message, StringComparison.Ordinal);

        // Another process, which would not have looked itself.
        Assert.Equal(PhasedRunOutcome.Blocked, (await RunAsync(database, PhasedVerificationMode.None, contract: true)).Outcome);
        await database.ContractAsync("m");
        Assert.Equal("blocked", await database.StateAsync("m"));
        // Neither counting nor a sample clears what a look at every row has found.
        await VerifyAsync(database, PhasedVerificationMode.Counts);
        Assert.Equal(PhasedRunOutcome.Blocked, (await RunAsync(database, PhasedVerificationMode.None)).Outcome);

        await HealAsync(database);
        var repaired = (await VerifyAsync(database, repair: true)).Single(found => found.Subject == PhasedVerificationSubject.Values);
        Assert.Equal((2, 2, true), (repaired.RowsWrong, repaired.RowsRepaired, repaired.IsClean));
        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsync(database, PhasedVerificationMode.None, contract: true)).Outcome);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug <> lower(name) || '-x'"));
    }

    [Fact]
    public async Task RepairThatDoesNotHold_IsNotClean()
    {
        await using var database = await CreateAsync(18);
        await WrongAsync(database, "5");
        await RunAsync(database, PhasedVerificationMode.None);

        var found = (await VerifyAsync(database, repair: true)).Single(result => result.Subject == PhasedVerificationSubject.Values);

        Assert.Equal((1, 0, false), (found.RowsWrong, found.RowsRepaired, found.IsClean));
        await HealAsync(database);
        Assert.True((await VerifyAsync(database, repair: true))[1].IsClean);
        // The repaired row can be judged like the others.
        Assert.Equal(6000, (await VerifyAsync(database))[1].RowsChecked);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(18)]
    public async Task ManyWrongRows_AreRepairedInSmallBatches(int version)
    {
        await using var database = await CreateAsync(version);
        await WrongAsync(database, "OLD.id");
        await RunAsync(database, PhasedVerificationMode.None);
        await HealAsync(database);

        var found = (await VerifyAsync(database, repair: true)).Single(result => result.Subject == PhasedVerificationSubject.Values);

        Assert.Equal((6000, 6000, true), (found.RowsWrong, found.RowsRepaired, found.IsClean));
        Assert.InRange(await database.ScalarAsync<int>("SELECT max(cardinality(xids)) FROM phased.verifications"), 6, 100);
    }

    [Fact]
    public async Task RowsThatTheApplicationHasWritten_AreItsOwnBusiness()
    {
        await using var database = await CreateAsync(18);
        await database.ExecuteAsync("UPDATE items SET slug = 'chosen' WHERE id <= 10");
        await RunAsync(database, PhasedVerificationMode.None);
        await database.ExecuteAsync("UPDATE items SET slug = 'mine' WHERE id BETWEEN 101 AND 110; UPDATE items SET name = 'Other' WHERE id = 200; INSERT INTO items VALUES (7000, 'late')");

        var found = await VerifyAsync(database);

        Assert.All(found, result => Assert.True(result.IsClean, result.Refusal));
        Assert.Equal((6000 - 21, 22), (found[1].RowsChecked, found[1].RowsUnjudged));
    }

    // Done one by one, each under a savepoint, whose number is not that of the transaction.
    [Theory]
    [InlineData(14, BackfillChunking.PageWindows)]
    [InlineData(18, BackfillChunking.PageWindows)]
    [InlineData(18, BackfillChunking.KeyRanges)]
    public async Task RowsBesideARefusedOne_AreJudgedAsWell(int version, BackfillChunking chunking)
    {
        await using var database = await CreateAsync(version, sql: Items + "ALTER TABLE items ADD CHECK (slug <> 'n77-x');");
        var options = Options with { Chunking = chunking, Verification = PhasedVerificationMode.None };
        Assert.Equal(PhasedRunOutcome.Blocked, (await database.RunAsync(options: options)).Outcome);
        await database.ExecuteAsync("UPDATE items SET slug = 'chosen' WHERE id = 77");
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: options)).Outcome);

        var found = (await VerifyAsync(database)).Single(result => result.Subject == PhasedVerificationSubject.Values);

        Assert.Equal((5999, 0, 1), (found.RowsChecked, found.RowsWrong, found.RowsUnjudged));
    }

    [Theory]
    [InlineData("slug = lower(name) || random()", "VOLATILE")]
    [InlineData("slug = slow(name)", "VOLATILE")]
    [InlineData("n = id, slug = slow(name)", "VOLATILE")]
    [InlineData("slug = now()::text", "now gives another value")]
    [InlineData("slug = name || current_date", "current_date gives another value")]
    public async Task WhatCannotBeCompared_IsRefusedWithTheReason(string set, string reason)
    {
        await using var database = await CreateAsync(
            18, p => p.Backfill("items", set, "slug IS NULL"), Items + "CREATE FUNCTION slow(text) RETURNS text LANGUAGE sql AS 'SELECT $1';");
        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsync(database, PhasedVerificationMode.Full)).Outcome);

        var found = (await VerifyAsync(database)).Single(result => result.Subject == PhasedVerificationSubject.Values);

        Assert.False(found.IsClean);
        Assert.Contains(reason, found.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangeInPlace_IsCounted_AndNotCompared()
    {
        await using var database = await CreateAsync(
            18, p => p.Backfill("items", "price = price * 100, done = true", "NOT done"), Items + "ALTER TABLE items ADD done boolean NOT NULL DEFAULT false;");
        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsync(database, PhasedVerificationMode.Full)).Outcome);

        var found = await VerifyAsync(database);

        Assert.Equal((6000, true), (found[0].RowsChecked, found[0].IsClean));
        Assert.Contains("the value from before is gone", found[1].Refusal, StringComparison.Ordinal);
    }

    [Theory]
    // Rounded by the assignment, without an equality operator, and by a key.
    [InlineData("cents = price * 1.175", "cents IS NULL")]
    [InlineData("j = json_build_object('name', name)", "j IS NULL")]
    [InlineData("n = (SELECT max(x.id) FROM items x WHERE x.id = items.id)", null)]
    [InlineData("slug = name, n = id::integer", "n IS NULL")]
    public async Task ValuesAreComparedAsTheColumnHoldsThem(string set, string? where)
    {
        await using var database = await CreateAsync(18, p => p.Backfill("items", set, where));
        Assert.Equal(PhasedRunOutcome.Complete, (await RunAsync(database, PhasedVerificationMode.Full)).Outcome);

        var found = (await VerifyAsync(database)).Single(result => result.Subject == PhasedVerificationSubject.Values);

        Assert.Equal((6000, 0, null), (found.RowsChecked, found.RowsWrong, found.Refusal));
    }

    [Fact]
    public async Task RowsLeftPending_AreFound_AndRepaired()
    {
        await using var database = await CreateAsync(18);
        await RunAsync(database, PhasedVerificationMode.None);
        // A row that is as old as the others and was passed over.
        await database.ExecuteAsync("INSERT INTO items VALUES (7000, 'Lost'); UPDATE phased.steps SET horizon = pg_snapshot_xmax(pg_current_snapshot())");
        await database.ExecuteAsync("UPDATE phased.steps SET horizon = pg_snapshot_xmax(pg_current_snapshot())");

        var found = (await VerifyAsync(database, PhasedVerificationMode.Counts))[0];
        Assert.Equal((1, false), (found.RowsWrong, found.IsClean));
        Assert.Equal(["id = 7000"], found.Examples);

        Assert.True((await VerifyAsync(database, PhasedVerificationMode.Counts, repair: true))[0].IsClean);
        Assert.Equal("lost-x", await database.ScalarAsync<string>("SELECT slug FROM items WHERE id = 7000"));
    }

    [Fact]
    public async Task Sample_TakesTheSameRowsForTheSameSeed_AndAShareOfThem()
    {
        await using var database = await CreateAsync(18, sql: Items.Replace("6000", "100000", StringComparison.Ordinal));
        await RunAsync(database, PhasedVerificationMode.None);

        var first = (await VerifyAsync(database, PhasedVerificationMode.Sample))[1];
        var second = (await VerifyAsync(database, PhasedVerificationMode.Sample))[1];

        Assert.Equal(10, first.Percent);
        Assert.InRange(first.RowsChecked, 1000, 30_000);
        Assert.Equal(first.RowsChecked, second.RowsChecked);
        Assert.True(first.IsClean);
    }

    [Fact]
    public async Task PartitionedTable_IsVerifiedLeafByLeaf()
    {
        await using var database = await CreateAsync(18, sql: """
            CREATE TABLE items (id bigint, name text NOT NULL, slug text, PRIMARY KEY (id)) PARTITION BY HASH (id);
            CREATE TABLE items_0 PARTITION OF items FOR VALUES WITH (MODULUS 3, REMAINDER 0);
            CREATE TABLE "items ONE" PARTITION OF items FOR VALUES WITH (MODULUS 3, REMAINDER 1);
            CREATE TABLE items_2 PARTITION OF items FOR VALUES WITH (MODULUS 3, REMAINDER 2);
            INSERT INTO items SELECT g, 'n' || g FROM generate_series(1, 6000) g;
            """);
        await WrongAsync(database, "5");

        var result = await RunAsync(database, PhasedVerificationMode.Full);

        Assert.Contains("1 of 6000 rows hold another value", result.Message, StringComparison.Ordinal);
        await HealAsync(database);
        Assert.All(await VerifyAsync(database, repair: true), found => Assert.True(found.IsClean));
    }

    [Fact]
    public async Task InterruptedVerification_GoesOn_AndKeepsWhatItFound()
    {
        await using var database = await CreateAsync(
            18, p => p.Backfill("items", "slug = lower(name) || '-x'", "slug IS NULL").SetNotNull("items", "slug"), Items.Replace("6000", "60000", StringComparison.Ordinal));
        // Of the last stripe, which stays on its page: the first one that is looked at.
        await WrongAsync(database, "3");
        await RunAsync(database, PhasedVerificationMode.None);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PhasedRunner(database.DataSource, Options).VerifyAsync(
            "m", new() { Mode = PhasedVerificationMode.Full }, new StopAtTheFirstPages(stop, "values"), stop.Token));

        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT rows_wrong FROM phased.verifications WHERE subject = 'values' AND finished_at IS NULL"));
        Assert.Equal(PhasedRunOutcome.Blocked, (await RunAsync(database, PhasedVerificationMode.None)).Outcome);
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.verifications WHERE subject = 'values'"));
        Assert.Equal(60_000L, await database.ScalarAsync<long>("SELECT rows_checked FROM phased.verifications WHERE subject = 'values'"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task Orphans_AreFoundBeforeTheForeignKeyExists(int version)
    {
        await using var database = await CreateAsync(version, p => p.AddForeignKey("fk", "items", "n", "teams"), Items + "CREATE TABLE teams (id integer PRIMARY KEY); INSERT INTO teams VALUES (1);");
        await database.ExecuteAsync("ALTER TABLE items DROP CONSTRAINT fk; UPDATE items SET n = CASE id WHEN 7 THEN 71 ELSE 1 END");

        var found = Assert.Single(await VerifyAsync(database, PhasedVerificationMode.Counts));

        Assert.Equal((PhasedVerificationSubject.Orphans, 6000, 1), (found.Subject, found.RowsChecked, found.RowsWrong));
        Assert.Equal(["(71)"], found.Examples);
        await database.ExecuteAsync("UPDATE items SET n = 1 WHERE n = 71");
        await database.CompleteAsync();
        Assert.True(await database.ScalarAsync<bool>("SELECT convalidated FROM pg_constraint WHERE conname = 'fk'"));
    }

    private sealed class StopAtTheFirstPages(CancellationTokenSource stop, string step) : IProgress<PhasedProgress>
    {
        public void Report(PhasedProgress value)
        {
            if (value.Kind == PhasedProgressKind.StepAdvanced && value.Step.Contains(step, StringComparison.Ordinal))
                stop.Cancel();
        }
    }
}
