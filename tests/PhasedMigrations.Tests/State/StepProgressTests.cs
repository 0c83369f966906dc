using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.State;

/// <summary>What another machine sees of a backfill: the ledger alone.</summary>
public sealed class StepProgressTests
{
    private const string Table = """
        CREATE TABLE items (id bigint PRIMARY KEY, name text);
        INSERT INTO items SELECT g FROM generate_series(1, 1000) g;
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<PhasedDatabase> CreateAsync(int version)
    {
        var database = await PhasedDatabase.CreateAsync(version, Table);
        await database.RegisterAsync("Name", phased => phased.Backfill("items", "name = 'x'", "name IS NULL").CreateIndex("ix", "items", "name"));
        return database;
    }

    private static async Task<PhasedStepStatus> StepAsync(PhasedDatabase database) =>
        Assert.Single(Assert.Single(await new PhasedRunner(database.DataSource).GetStatusAsync(Cancellation)).Steps);

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task Pages_TellHowFarAndHowFast(int version)
    {
        await using var database = await CreateAsync(version);
        await database.ExecuteAsync("""
            INSERT INTO phased.steps (migration_id, operation, kind, description, strategy, estimated_rows)
            SELECT id, 0, 'backfill', 'backfill', 'pages', 100000 FROM phased.migrations;
            INSERT INTO phased.lanes (step_id, relation, relation_name, filenode, first_page, end_page, planned_to)
            SELECT id, 'items'::regclass, 'items', 1, 0, 1000, 700 FROM phased.steps;
            -- Of the chunk that is being done, one stripe of four is.
            INSERT INTO phased.chunks (step_id, lane_id, first_page, end_page, owner, lease_until, state, finished_at, stripes, stripe)
            SELECT s.id, l.id, c.first, c.until, 'o', clock_timestamp(), c.state, c.at, 4, CASE c.state WHEN 'done' THEN 4 ELSE 1 END
            FROM phased.steps s, phased.lanes l, (VALUES
                -- A page stands for 100 rows: 300 pages of this minute (finished later than now, however slow the test is) are 500 rows a second.
                (0, 200, 'done', clock_timestamp() - interval '2 min'),
                (200, 500, 'done', clock_timestamp() + interval '1 h'),
                (500, 700, 'running', NULL)) AS c (first, until, state, at);
            """);

        var step = await StepAsync(database);

        Assert.Equal(("pages", 550L, 1000L), (step.Unit, step.Done, step.Total));
        Assert.Equal((55_000L, 100_000L), (step.RowsDone, step.RowsTotal));
        Assert.Equal(500, step.RowsPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(90), step.TimeLeft);
    }

    [Fact]
    public async Task RowsTimesPagesOfALargeTable_AreCounted()
    {
        await using var database = await CreateAsync(18);
        // What a table of some terabytes multiplies to, this one does with an estimate that is off.
        await database.ExecuteAsync("""
            CREATE FUNCTION huge() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.estimated_rows := 9000000000000000000;
                RETURN NEW;
            END $$;
            CREATE TRIGGER huge BEFORE UPDATE ON phased.steps FOR EACH ROW WHEN (NEW.strategy = 'pages') EXECUTE FUNCTION huge();
            UPDATE phased.migrations SET definition = jsonb_set(definition, '{operations}', (definition -> 'operations') - 1);
            """);

        var result = Assert.Single((await database.RunAsync()).Migrations);

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
        await database.ExecuteAsync("UPDATE phased.steps SET state = 'running'");
        var step = await StepAsync(database);
        Assert.True(step.Total > 1);
        Assert.Equal((9_000_000_000_000_000_000L, step.Total), (step.RowsDone, step.Done));
    }

    [Fact]
    public async Task Keys_TellHowFarAndHowFast()
    {
        await using var database = await CreateAsync(18);
        await database.ExecuteAsync("""
            INSERT INTO phased.steps (migration_id, operation, kind, description, strategy, estimated_rows)
            SELECT id, 0, 'backfill', 'backfill', 'keys', 10000 FROM phased.migrations;
            INSERT INTO phased.chunks (step_id, size, owner, lease_until, state, finished_at)
            SELECT s.id, c.size, 'o', clock_timestamp(), c.state, c.at
            FROM phased.steps s, (VALUES
                (1000, 'done', clock_timestamp() - interval '2 min'),
                (3000, 'done', clock_timestamp() + interval '1 h'),
                (3000, 'running', NULL)) AS c (size, state, at);
            """);

        var step = await StepAsync(database);

        Assert.Equal(("rows", 4000L, 10_000L), (step.Unit, step.Done, step.Total));
        Assert.Equal((50.0, TimeSpan.FromSeconds(120)), (step.RowsPerSecond, step.TimeLeft));
    }

    [Fact]
    public async Task NothingDoneInTheLastMinute_HasNoRate()
    {
        await using var database = await CreateAsync(18);
        await database.ExecuteAsync("""
            INSERT INTO phased.steps (migration_id, operation, kind, description, strategy, estimated_rows)
            SELECT id, 0, 'backfill', 'backfill', 'keys', 10000 FROM phased.migrations;
            INSERT INTO phased.chunks (step_id, size, owner, lease_until, state, finished_at)
            SELECT id, 1000, 'o', clock_timestamp(), 'done', clock_timestamp() - interval '2 min' FROM phased.steps;
            """);

        var step = await StepAsync(database);

        Assert.Equal(1000L, step.Done);
        Assert.Null(step.RowsPerSecond);
        Assert.Null(step.TimeLeft);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task IndexThatIsBeingBuilt_TellsItsBlocks(int version)
    {
        await using var database = await CreateAsync(version);
        await database.ExecuteAsync("UPDATE phased.migrations SET definition = definition #- '{operations,0}'");
        // The build waits for this transaction, which writes the table, before it scans.
        await using var writer = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var writing = await writer.BeginTransactionAsync(Cancellation);
        await using var write = new Npgsql.NpgsqlCommand("UPDATE items SET name = 'y' WHERE id = 1", writer, writing);
        await write.ExecuteNonQueryAsync(Cancellation);

        var run = database.RunAsync();
        while (await database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_progress_create_index WHERE datname = current_database()") == 0)
            Assert.False(run.IsCompleted);
        var step = await StepAsync(database);
        await writing.RollbackAsync(Cancellation);
        await run;

        Assert.False(step.IsDone);
        Assert.Equal("blocks", step.Unit);
    }
}
