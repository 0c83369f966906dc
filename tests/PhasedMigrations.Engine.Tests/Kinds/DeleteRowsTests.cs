using Npgsql;
using PhasedMigrations.State;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Kinds;

/// <summary>Deleting and archiving in batches: each row that matches goes once, the others stay, whatever shape the table has.</summary>
public sealed class DeleteRowsTests
{
    private const string Orders = """
        CREATE TABLE orders (id bigint PRIMARY KEY, day integer NOT NULL, pad text NOT NULL DEFAULT repeat('p', 100));
        INSERT INTO orders SELECT g, g % 10 FROM generate_series(1, 6000) g;
        ANALYZE orders;
        """;

    private static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with { InitialBatchRows = 100, Workers = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<PhasedMigrationPlan> PlanAsync(PhasedDatabase database) =>
        Assert.Single(await new PhasedRunner(database.DataSource).PlanAsync(cancellationToken: Cancellation));

    private static async Task AssertCompleteAsync(PhasedDatabase database)
    {
        var result = await database.RunAsync(options: Options);
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Migrations[0].Message);
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task RowsThatMatch_AreGone_AndTheOthersAreNot(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Orders);
        await database.RegisterAsync("m", p => p.DeleteRows("orders", "day < 3 -- the old ones"));

        Assert.StartsWith("windows of pages, whole: what is deleted needs no room, then a sweep", (await PlanAsync(database)).Steps[0].Chunks, StringComparison.Ordinal);
        await AssertCompleteAsync(database);

        Assert.Equal(4200L, await database.ScalarAsync<long>("SELECT count(*) FROM orders"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM orders WHERE day < 3"));
        Assert.Equal(1800m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
    }

    [Theory]
    [InlineData(14, BackfillChunking.Automatic)]
    [InlineData(18, BackfillChunking.Automatic)]
    [InlineData(18, BackfillChunking.KeyRanges)]
    public async Task ArchivedRows_AreInExactlyOneTable_WithEveryValue(int version, BackfillChunking chunking)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, day integer, "Net" integer, twice integer GENERATED ALWAYS AS ("Net" * 2) STORED);
            INSERT INTO orders (day, "Net") SELECT g % 10, g FROM generate_series(1, 5000) g;
            CREATE TABLE archive (moved_at timestamptz NOT NULL DEFAULT now(), twice integer, "Net" integer, day integer, id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                thrice integer GENERATED ALWAYS AS ("Net" * 3) STORED);
            """);
        var before = await database.ScalarAsync<string>("SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM orders o");
        await database.RegisterAsync("m", p => p.DeleteRows("orders", "day < 5", archiveInto: "archive"));

        var result = await database.RunAsync(options: Options with { Chunking = chunking });

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Migrations[0].Message);
        Assert.Equal(2500L, await database.ScalarAsync<long>("SELECT count(*) FROM archive WHERE day < 5 AND thrice = \"Net\" * 3"));
        Assert.Equal(before, await database.ScalarAsync<string>(
            "SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM (SELECT * FROM orders UNION ALL SELECT id, day, \"Net\", twice FROM archive) o"));
    }

    [Fact]
    public async Task PartitionsWithoutAKey_AreEmptiedLeafByLeaf()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE events (at integer, text text) PARTITION BY RANGE (at);
            CREATE TABLE old PARTITION OF events FOR VALUES FROM (0) TO (100);
            CREATE TABLE new (text text, at integer);
            ALTER TABLE events ATTACH PARTITION new FOR VALUES FROM (100) TO (200);
            INSERT INTO events SELECT g % 200, 't' || g FROM generate_series(1, 6000) g;
            CREATE TABLE archive (at integer, text text);
            """);
        await database.RegisterAsync("m", p => p.DeleteRows("events", "at < 150", archiveInto: "archive"));

        await AssertCompleteAsync(database);

        Assert.Equal(4500L, await database.ScalarAsync<long>("SELECT count(*) FROM archive WHERE at < 150"));
        Assert.Equal(1500L, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(6000L, await database.ScalarAsync<long>("SELECT count(DISTINCT text) FROM (SELECT text FROM events UNION ALL SELECT text FROM archive) t"));
    }

    [Fact]
    public async Task EmptyTable_IsCompleteAtOnce_AndAWrongConditionIsStillRefused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, "CREATE TABLE orders (id bigint)");

        await database.RegisterAsync("m", p => p.DeleteRows("orders", "id < 0"));
        var error = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("wrong", p => p.DeleteRows("orders", "di < 0")));

        Assert.Equal("completed", await database.StateAsync("m"));
        Assert.Equal(PostgresErrorCodes.UndefinedColumn, error.SqlState);
    }

    [Fact]
    public async Task RowsThatMoveMeanwhile_GoToo()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Orders);
        await database.RegisterAsync("m", p => p.DeleteRows("orders", "day = 0"));
        using var stop = new CancellationTokenSource();
        // Every update makes a new version of the row, mostly on another page.
        var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            while (!stop.IsCancellationRequested)
                await database.ExecuteAsync($"UPDATE orders SET pad = repeat('q', {random.Next(50, 150)}) WHERE id = {random.Next(1, 60) * 100}");
        })).ToList();

        var result = await database.RunAsync(options: Options with { TargetBatchTime = TimeSpan.FromMilliseconds(1), PauseRatio = 2 });
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Migrations[0].Message);
        Assert.Equal(5400L, await database.ScalarAsync<long>("SELECT count(*) FROM orders"));
        Assert.Equal(600m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
    }

    [Fact]
    public async Task ForeignKeyWithoutAnIndex_IsRefused_UntilThereIsOne()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Orders + """
            CREATE TABLE lines (order_id bigint REFERENCES orders ON DELETE CASCADE);
            CREATE TABLE parts (line bigint);
            INSERT INTO lines SELECT 1 + g % 6000 FROM generate_series(1, 12000) g;
            ANALYZE lines;
            """);
        await database.RegisterAsync("m", p => p.DeleteRows("orders", "day < 3"));

        var result = Assert.Single((await database.RunAsync(options: Options)).Migrations);
        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("read all of public.lines", result.Message, StringComparison.Ordinal);
        Assert.Equal(6000L, await database.ScalarAsync<long>("SELECT count(*) FROM orders"));

        await database.ExecuteAsync("CREATE INDEX ON lines (order_id)");
        Assert.Contains("rows of public.lines that refer to a deleted row go with it", Assert.Single((await PlanAsync(database)).Steps[0].Notes), StringComparison.Ordinal);
        await AssertCompleteAsync(database);
        Assert.Equal(8400L, await database.ScalarAsync<long>("SELECT count(*) FROM lines"));
    }

    [Fact]
    public async Task ForeignKeyWhoseIndexIsBuiltBefore_IsNotRefused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Orders + """
            CREATE TABLE lines (order_id bigint REFERENCES orders ON DELETE SET NULL);
            INSERT INTO lines SELECT 1 + g % 6000 FROM generate_series(1, 12000) g;
            ANALYZE lines;
            """);
        await database.RegisterAsync("m", p => p.CreateIndex("lines_order", "lines", "order_id").DeleteRows("orders", "day < 3"));

        await AssertCompleteAsync(database);

        Assert.Equal(3600L, await database.ScalarAsync<long>("SELECT count(*) FROM lines WHERE order_id IS NULL"));
    }

    [Fact]
    public async Task RowsThatAreReferredTo_BlockTheRun_AndItGoesOnWithoutThem()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Orders + "CREATE TABLE lines (order_id bigint REFERENCES orders); INSERT INTO lines VALUES (10);");
        await database.RegisterAsync("m", p => p.DeleteRows("orders", "day = 0"));

        Assert.Contains("public.lines is read once for each row", Assert.Single((await PlanAsync(database)).Steps[0].Notes), StringComparison.Ordinal);
        var result = Assert.Single((await database.RunAsync(options: Options)).Migrations);
        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("lines_order_id_fkey", result.Message, StringComparison.Ordinal);

        await database.ExecuteAsync("DELETE FROM lines");
        await AssertCompleteAsync(database);
        Assert.Equal(5400L, await database.ScalarAsync<long>("SELECT count(*) FROM orders"));
    }

    [Fact]
    public async Task ArchiveThatLacksAColumn_IsRefusedAtRegistration()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Orders + "CREATE TABLE archive (id bigint, day integer); CREATE TABLE narrow (id bigint, day integer[], pad text)");

        var missing = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("m", p => p.DeleteRows("orders", "day < 3", "archive")));
        var unfit = await Assert.ThrowsAsync<PostgresException>(() => database.RegisterAsync("m", p => p.DeleteRows("orders", "day < 3", "narrow")));

        Assert.Equal(SqlStates.UnknownObject, missing.SqlState);
        Assert.Equal(PostgresErrorCodes.DatatypeMismatch, unfit.SqlState);
    }

    // The batch knows the columns that there were when the run began; with them alone it would lose the others' values.
    [Fact]
    public async Task ColumnAddedMeanwhile_IsNotLost()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Orders + "CREATE TABLE archive (LIKE orders)");
        await database.RegisterAsync("m", p => p.DeleteRows("orders", "day < 3", "archive"));
        await using var application = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await application.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(application, "SELECT 1 FROM orders WHERE id IN (1, 5991) FOR UPDATE");

        var run = database.RunAsync(options: Options with { Workers = 1, LockWaitLimit = TimeSpan.FromMinutes(2) });
        while (!run.IsCompleted && !await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid')"))
            Cancellation.ThrowIfCancellationRequested();
        await ExecuteAsync(application, "ALTER TABLE orders ADD note text; UPDATE orders SET note = 'kept' WHERE id = 5991");
        await transaction.CommitAsync(Cancellation);

        var result = Assert.Single((await run).Migrations);
        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("note", result.Message, StringComparison.Ordinal);
        await database.ExecuteAsync("ALTER TABLE archive ADD note text");
        await AssertCompleteAsync(database);
        Assert.Equal("kept", await database.ScalarAsync<string>("SELECT note FROM archive WHERE id = 5991"));
        Assert.Equal(1800L, await database.ScalarAsync<long>("SELECT count(*) FROM archive"));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
