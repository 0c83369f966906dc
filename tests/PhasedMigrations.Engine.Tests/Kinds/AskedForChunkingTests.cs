using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Kinds;

/// <summary>Remainders and time ranges, which only somebody who asks for them gets: each row once, whatever its key and its time.</summary>
public sealed class AskedForChunkingTests
{
    private static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with { InitialBatchRows = 100, Workers = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void Touch(PhasedMigrationBuilder phased) => phased.Backfill("items", "touched = touched + 1", "touched >= 0");

    private static string Items(string columns, string rows) => $"""
        CREATE TABLE items ({columns}, touched integer NOT NULL DEFAULT 0);
        INSERT INTO items {rows};
        ANALYZE items;
        """;

    private static async Task AssertOnceAsync(PhasedDatabase database, PhasedRunnerOptions options, long rows)
    {
        var result = await database.RunAsync(options: options);
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Migrations[0].Message);
        Assert.Equal(rows, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE touched = 1"));
        Assert.Equal(rows, (long)await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
    }

    [Theory]
    [InlineData(14, "bigint", 7)]
    [InlineData(18, "smallint", 100)]
    [InlineData(18, "integer", 2)]
    public async Task Remainders_AlsoOfNegativeKeys(int version, string key, int partitions)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Items($"id {key} PRIMARY KEY", "SELECT g FROM generate_series(-1500, 1500) g"));
        await database.RegisterAsync("m", Touch);
        var options = Options with { Chunking = BackfillChunking.Modulo, ModuloPartitions = partitions };

        var plan = Assert.Single(await new PhasedRunner(database.DataSource, options).PlanAsync(cancellationToken: Cancellation));
        Assert.EndsWith("in ranges: asked for", plan.Steps[0].Chunks, StringComparison.Ordinal);
        Assert.Contains($"abs(\"id\" % {partitions}) = 0", plan.Steps[0].Sql, StringComparison.Ordinal);

        await AssertOnceAsync(database, options, 3001);
        Assert.Equal("modulo", await database.ScalarAsync<string>("SELECT strategy FROM phased.steps"));
        Assert.Equal((long)partitions, await database.ScalarAsync<long>("SELECT count(DISTINCT pass) FROM phased.chunks"));
    }

    [Theory]
    [InlineData(BackfillChunking.Modulo, null)]
    [InlineData(BackfillChunking.TimeRanges, "at")]
    public async Task BegunSo_ItGoesOnSo_WhateverTheNextProcessIsAskedFor(BackfillChunking chunking, string? column)
    {
        await using var database = await PhasedDatabase.CreateAsync(
            18, Items("id bigint PRIMARY KEY, at timestamptz", "SELECT g, CASE WHEN g % 5 > 0 THEN '2026-01-01'::timestamptz + g * interval '1 hour' END FROM generate_series(1, 4000) g")
            + "CREATE INDEX ON items (at);");
        await database.RegisterAsync("m", Touch);
        using var stop = new CancellationTokenSource();
        var slow = Options with { Chunking = chunking, ModuloPartitions = 3, TimeColumn = column, TargetBatchTime = TimeSpan.FromMilliseconds(1), PauseRatio = 30 };
        var first = database.RunAsync(options: slow, stop: stop.Token);
        while (!first.IsCompleted && !await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM phased.chunks WHERE state = 'done')"))
            Cancellation.ThrowIfCancellationRequested();
        await stop.CancelAsync();
        Assert.Equal(PhasedRunOutcome.Interrupted, (await first).Outcome);

        await AssertOnceAsync(database, Options with { Chunking = BackfillChunking.Modulo, ModuloPartitions = 50 }, 4000);

        Assert.Equal(chunking == BackfillChunking.Modulo ? "modulo" : "time", await database.ScalarAsync<string>("SELECT strategy FROM phased.steps"));
        Assert.Equal(chunking == BackfillChunking.Modulo ? 3 : 2, await database.ScalarAsync<long>("SELECT count(DISTINCT pass) FROM phased.chunks"));
    }

    [Theory]
    [InlineData(14, "timestamptz")]
    [InlineData(18, "timestamptz")]
    [InlineData(18, "timestamp(3)")]
    [InlineData(18, "date")]
    public async Task Times_OfUnevenDensity_AndNone(int version, string type)
    {
        // 2000 rows of one moment, 1000 over a century, the rest without a time.
        await using var database = await PhasedDatabase.CreateAsync(version, Items($"at {type}, id uuid PRIMARY KEY", """
            SELECT CASE WHEN g <= 2000 THEN '2026-03-29 03:30+02'::timestamptz WHEN g <= 3000 THEN '1970-01-01'::timestamptz + (g - 2000) * interval '37 days' END, md5(g::text)::uuid
            FROM generate_series(1, 3500) g
            """) + "CREATE INDEX ON items (at);");
        await database.RegisterAsync("m", Touch);
        var options = Options with { Chunking = BackfillChunking.TimeRanges, TimeColumn = "at" };

        var plan = Assert.Single(await new PhasedRunner(database.DataSource, options).PlanAsync(cancellationToken: Cancellation));
        Assert.Equal("ranges of time (at, id), as wide as a batch is, and then the rows without a time: asked for", plan.Steps[0].Chunks);

        await AssertOnceAsync(database, options with { TargetBatchTime = TimeSpan.FromMilliseconds(5) }, 3500);
        Assert.True(await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks WHERE lo[1] = hi[1]") > 1, "the moment was not cut");
        Assert.Equal(500m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks WHERE pass = 1"));
    }

    [Theory]
    [InlineData("INSERT INTO items VALUES (1, NULL)")]
    [InlineData("INSERT INTO items VALUES (1, '2026-01-01')")]
    public async Task OnlyOneKindOfRows(string rows)
    {
        await using var database = await PhasedDatabase.CreateAsync(
            18, "CREATE TABLE items (id bigint PRIMARY KEY, at timestamptz, touched integer NOT NULL DEFAULT 0); CREATE INDEX ON items (at);" + rows);
        await database.RegisterAsync("m", Touch);

        await AssertOnceAsync(database, Options with { Chunking = BackfillChunking.TimeRanges, TimeColumn = "at" }, 1);
    }

    [Fact]
    public async Task OldRowsOfAPartitionedTable_AreDeletedAlongTheirTime()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (id bigint, at date NOT NULL, touched integer NOT NULL DEFAULT 0, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
            CREATE TABLE a PARTITION OF items FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE b PARTITION OF items FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            INSERT INTO items SELECT g, '2025-01-01'::date + g % 700 FROM generate_series(1, 5000) g;
            """);
        await database.RegisterAsync("m", p => p.DeleteRows("items", "at < '2026-03-01'"));

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: Options with { Chunking = BackfillChunking.TimeRanges, TimeColumn = "at" })).Outcome);

        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE at < '2026-03-01'"));
        Assert.Equal(5000m - await database.ScalarAsync<long>("SELECT count(*) FROM items"), await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
        Assert.Equal("{at,id}", await database.ScalarAsync<string>("SELECT key_columns::text FROM phased.steps"));
    }

    [Theory]
    [InlineData(BackfillChunking.Modulo, null, "a key of one integer column")]
    [InlineData(BackfillChunking.TimeRanges, "at", "No index of public.items begins with at")]
    [InlineData(BackfillChunking.TimeRanges, "id", "is of type text")]
    [InlineData(BackfillChunking.TimeRanges, "att", "Did you mean at?")]
    public async Task WhatCannotBe_IsRefusedWithTheReason(BackfillChunking chunking, string? column, string reason)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items("id text PRIMARY KEY, at date", "SELECT g::text FROM generate_series(1, 10) g"));
        await database.RegisterAsync("m", Touch);

        var result = Assert.Single((await database.RunAsync(options: Options with { Chunking = chunking, TimeColumn = column })).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
    }
}
