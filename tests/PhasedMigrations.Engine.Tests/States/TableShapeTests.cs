using PhasedMigrations.Engine.Tests.Crashes;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>Tables of every shape, by pages: each row is filled once, and the plan says how.</summary>
public sealed class TableShapeTests
{
    private static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with { InitialBatchRows = 100, Workers = 2 };

    private static async Task<string> FillAsync(PhasedDatabase database, string table = "items")
    {
        await database.RegisterAsync("m", p => p.Backfill(table, "touched = touched + 1, is_done = true", "NOT is_done"));
        var plan = Assert.Single(await new PhasedRunner(database.DataSource).PlanAsync(cancellationToken: TestContext.Current.CancellationToken));
        var result = await database.RunAsync(options: Options);
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Migrations[0].Message);
        return plan.Steps[0].Chunks!;
    }

    private static async Task AssertOnceAsync(PhasedDatabase database, long rows, string table = "items")
    {
        Assert.Equal("pages", await database.ScalarAsync<string>("SELECT strategy FROM phased.steps"));
        Assert.Equal(rows, await database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE touched = 1 AND is_done"));
        Assert.Equal(rows, (long)await database.ScalarAsync<decimal>("SELECT coalesce(sum(rows), 0) FROM phased.chunks"));
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task TableWithoutAKey(int version)
    {
        // Each page has room for its first stripe, so that some rows stay on theirs also while the other worker keeps the server from pruning it.
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE items (a text, touched integer NOT NULL DEFAULT 0, is_done boolean NOT NULL DEFAULT false) WITH (fillfactor = 75);
            INSERT INTO items SELECT repeat('x', 50) FROM generate_series(1, 5000);
            """);

        Assert.Contains("windows of pages, in stripes", await FillAsync(database), StringComparison.Ordinal);
        await AssertOnceAsync(database, 5000);
        Assert.True(await database.ScalarAsync<decimal>("SELECT sum(hot_rows) FROM phased.chunks") > 0);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task UuidKeyAndIndexedTarget_AreDoneInWholeWindows(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE items (id uuid PRIMARY KEY, touched integer NOT NULL DEFAULT 0, is_done boolean NOT NULL DEFAULT false);
            INSERT INTO items SELECT md5(g::text)::uuid FROM generate_series(1, 5000) g;
            CREATE INDEX ON items (touched) WHERE is_done;
            """);

        Assert.Contains("an assigned column is indexed", await FillAsync(database), StringComparison.Ordinal);
        await AssertOnceAsync(database, 5000);
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT max(stripes) FROM phased.chunks"));
    }

    [Fact]
    public async Task Batches_ReleaseTheirLocksWithoutWaitingForTheDisk()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (a integer, commits text);
            INSERT INTO items SELECT g FROM generate_series(1, 1000) g;
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database()); END $$;
            """);
        database.DataSource.Clear();
        await database.RegisterAsync("m", p => p.Backfill("items", "commits = current_setting('synchronous_commit')", "commits IS NULL"));

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: Options)).Outcome);

        Assert.Equal("on", await database.ScalarAsync<string>("SELECT current_setting('synchronous_commit')"));
        Assert.Equal(1000, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE commits = 'off'"));
    }

    [Fact]
    public async Task TableThatWasEmptied()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (a integer, touched integer NOT NULL DEFAULT 0, is_done boolean NOT NULL DEFAULT false);
            INSERT INTO items VALUES (1);
            """);
        await database.RegisterAsync("m", p => p.Backfill("items", "touched = touched + 1, is_done = true", "NOT is_done"));
        await database.ExecuteAsync("TRUNCATE items");

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: Options)).Outcome);
        await AssertOnceAsync(database, 0);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task PartitionsOfPartitions_WithOtherColumnOrders(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE items (id bigint, day integer, touched integer NOT NULL DEFAULT 0, is_done boolean NOT NULL DEFAULT false) PARTITION BY LIST (day);
            CREATE TABLE "odd ONE" (is_done boolean NOT NULL DEFAULT false, gone integer, day integer, touched integer NOT NULL DEFAULT 0, id bigint);
            ALTER TABLE "odd ONE" DROP COLUMN gone;
            ALTER TABLE items ATTACH PARTITION "odd ONE" FOR VALUES IN (1);
            CREATE TABLE rest PARTITION OF items DEFAULT PARTITION BY HASH (id);
            CREATE TABLE rest_0 PARTITION OF rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE rest_1 PARTITION OF rest FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            INSERT INTO items SELECT g, g % 3 FROM generate_series(1, 3000) g;
            """);

        await FillAsync(database);

        await AssertOnceAsync(database, 3000);
        Assert.Equal(3L, await database.ScalarAsync<long>("SELECT count(DISTINCT relation) FROM phased.lanes"));
    }

    [Fact]
    public async Task ChildrenOfOldStyleInheritance()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (id bigint, touched integer NOT NULL DEFAULT 0, is_done boolean NOT NULL DEFAULT false);
            CREATE TABLE child (more text) INHERITS (items);
            INSERT INTO items SELECT g FROM generate_series(1, 500) g;
            INSERT INTO child SELECT g FROM generate_series(1, 2500) g;
            """);

        await FillAsync(database);

        await AssertOnceAsync(database, 3000);
    }

    [Fact]
    public async Task PartitionAttachedMeanwhile_IsDoneToo()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (id bigint, day integer, touched integer NOT NULL DEFAULT 0, is_done boolean NOT NULL DEFAULT false) PARTITION BY LIST (day);
            CREATE TABLE first PARTITION OF items FOR VALUES IN (1);
            CREATE TABLE late (LIKE items INCLUDING ALL);
            INSERT INTO items SELECT g, 1 FROM generate_series(1, 3000) g;
            INSERT INTO late SELECT g, 2 FROM generate_series(1, 3000) g;
            """);
        await database.RegisterAsync("m", p => p.Backfill("items", "touched = touched + 1, is_done = true", "NOT is_done"));

        var run = database.RunAsync(options: Options with { TargetBatchTime = TimeSpan.FromMilliseconds(1), PauseRatio = 30 });
        while (!run.IsCompleted && !await database.ScalarAsync<bool>("SELECT to_regclass('phased.chunks') IS NOT NULL AND EXISTS (SELECT 1 FROM phased.chunks)"))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        await database.ExecuteAsync("ALTER TABLE items ATTACH PARTITION late FOR VALUES IN (2)");

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
        await AssertOnceAsync(database, 6000);
    }

    [Fact]
    public async Task ManyPartitions_AreDoneLeafByLeaf()
    {
        var count = Soak.IsWanted ? 10_000 : 500;
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (id bigint, part integer, touched integer NOT NULL DEFAULT 0, is_done boolean NOT NULL DEFAULT false) PARTITION BY LIST (part);
            """);
        // A transaction for each hundred: the lock table holds no more.
        for (var from = 0; from < count; from += 100)
            await database.ExecuteAsync($"DO $$ BEGIN FOR i IN {from}..{from + 99} LOOP EXECUTE format('CREATE TABLE items_%s PARTITION OF items FOR VALUES IN (%s)', i, i); EXECUTE format('INSERT INTO items_%s SELECT g, %s FROM generate_series(1, 20) g', i, i); END LOOP; END $$");

        await FillAsync(database);

        await AssertOnceAsync(database, count * 20L, "items");
    }

    [Theory]
    [InlineData("a = 1", null, "does not say which rows are done")]
    [InlineData("day = 2", "day IS NULL", "moves rows between partitions")]
    [InlineData("touched = touched + 1", "touched >= 0", "does not say which rows are done")]
    public async Task WhereWindowsAreNotSafe_TheKeyIsUsed(string set, string? where, string reason)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (id bigint PRIMARY KEY, day integer, touched integer NOT NULL DEFAULT 0, a integer);
            CREATE TABLE days (id bigint, day integer, touched integer NOT NULL DEFAULT 0, a integer) PARTITION BY LIST (day);
            CREATE TABLE days_1 PARTITION OF days DEFAULT;
            CREATE UNIQUE INDEX ON days (id, day);
            INSERT INTO items VALUES (1);
            INSERT INTO days VALUES (1, 1);
            ALTER TABLE days ALTER id SET NOT NULL, ALTER day SET NOT NULL;
            """);
        await database.RegisterAsync("m", p => p.Backfill(set.StartsWith("day", StringComparison.Ordinal) ? "days" : "items", set, where));

        var plan = Assert.Single(await new PhasedRunner(database.DataSource).PlanAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("ranges of the key (id", plan.Steps[0].Chunks, StringComparison.Ordinal);
        Assert.Contains(reason, plan.Steps[0].Chunks, StringComparison.Ordinal);
    }
}
