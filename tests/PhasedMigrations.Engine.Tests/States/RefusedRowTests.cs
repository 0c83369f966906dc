using Npgsql;
using PhasedMigrations.Engine.Tests.Crashes;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>Rows that the server refuses: each is found and named, all others are done, and once they are corrected the rest follows.</summary>
public sealed class RefusedRowTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, n integer);
        INSERT INTO items SELECT g, 'n' || g FROM generate_series(1, 6000) g;
        ANALYZE items;
        """;

    private static readonly string Three = Items.Replace("'n' || g", "CASE WHEN g IN (7, 3000, 5990) THEN 'none' ELSE 'n' || g END", StringComparison.Ordinal);

    private static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with { InitialBatchRows = 1000, Workers = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void Numbers(PhasedMigrationBuilder phased) => phased.Backfill("items", "n = substr(name, 2)::integer", "n IS NULL");

    private static async Task<PhasedDatabase> CreateAsync(int version, string sql, Action<PhasedMigrationBuilder>? phased = null)
    {
        var database = await PhasedDatabase.CreateAsync(version, sql);
        await database.RegisterAsync("m", phased ?? Numbers);
        return database;
    }

    private static async Task<string> BlockedAsync(PhasedDatabase database, PhasedRunnerOptions? options = null)
    {
        var result = Assert.Single((await database.RunAsync(options: options ?? Options)).Migrations);
        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Equal(result.Message, await database.ScalarAsync<string>("SELECT blocked_reason FROM phased.migrations"));
        return result.Message;
    }

    private static Task<IReadOnlyList<string>> FailedAsync(PhasedDatabase database) =>
        database.ColumnAsync<string>("SELECT row_key FROM phased.failed_rows WHERE retried_at IS NULL ORDER BY row_key");

    [Theory]
    [InlineData(14, BackfillChunking.PageWindows)]
    [InlineData(18, BackfillChunking.PageWindows)]
    [InlineData(14, BackfillChunking.KeyRanges)]
    [InlineData(18, BackfillChunking.KeyRanges)]
    public async Task RefusedRows_AreNamedByKey_AndAllOthersAreDone(int version, BackfillChunking chunking)
    {
        await using var database = await CreateAsync(version, Three);

        var message = await BlockedAsync(database, Options with { Chunking = chunking });

        Assert.Contains("done but for 3 rows", message, StringComparison.Ordinal);
        Assert.Contains("id = 3000: invalid input syntax for type integer", message, StringComparison.Ordinal);
        Assert.Contains("22P02", message, StringComparison.Ordinal);
        Assert.Equal(["id = 3000", "id = 5990", "id = 7"], await FailedAsync(database));
        Assert.Equal([7L, 3000L, 5990L], await database.ColumnAsync<long>("SELECT id FROM items WHERE n IS NULL ORDER BY id"));

        // Again, without having corrected anything: the same rows, once.
        Assert.Contains("done but for 3 rows", await BlockedAsync(database), StringComparison.Ordinal);
        Assert.Equal(["id = 3000", "id = 5990", "id = 7"], await FailedAsync(database));

        await database.ExecuteAsync("UPDATE items SET name = 'n' || id WHERE n IS NULL");
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: Options)).Outcome);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE n IS DISTINCT FROM id"));
        Assert.Empty(await FailedAsync(database));
    }

    [Fact]
    public async Task Retry_OpensTheFailedChunksForARunThatGoesOn()
    {
        await using var database = await CreateAsync(18, Three);
        await BlockedAsync(database);
        await database.ExecuteAsync("UPDATE items SET name = 'n' || id WHERE n IS NULL");

        var chunks = await new PhasedRunner(database.DataSource).RetryAsync("m", Cancellation);

        Assert.Equal(3L, chunks);
        Assert.Equal("migrating", await database.StateAsync("m"));
        Assert.Equal(3L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks WHERE state = 'running'"));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.events WHERE kind = 'retried'"));
        Assert.Equal(0L, await new PhasedRunner(database.DataSource).RetryAsync("m", Cancellation));
        await database.CompleteAsync();
    }

    [Fact]
    public async Task RowsOfATableWithoutAKey_AreNamedByTheirPlace()
    {
        await using var database = await CreateAsync(18, Three.Replace("id bigint PRIMARY KEY", "id bigint", StringComparison.Ordinal));

        await BlockedAsync(database);

        var places = await database.ColumnAsync<string>("SELECT 'ctid = ' || ctid FROM items WHERE name = 'none' ORDER BY 1");
        Assert.Equal(places, await FailedAsync(database));
        Assert.Equal(3L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE n IS NULL"));
    }

    [Theory]
    [InlineData("ALTER TABLE items ADD CHECK (n <> 3000)", "23514")]
    [InlineData("INSERT INTO items SELECT 9999, 'n9999', 3000; CREATE UNIQUE INDEX ON items (n)", "23505")]
    [InlineData("CREATE TABLE ns (n integer PRIMARY KEY); INSERT INTO ns SELECT g FROM generate_series(1, 6000) g WHERE g <> 3000; ALTER TABLE items ADD FOREIGN KEY (n) REFERENCES ns DEFERRABLE INITIALLY DEFERRED", "23503")]
    [InlineData("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$; CREATE TRIGGER no BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.id = 3000) EXECUTE FUNCTION no()", "P0001")]
    public async Task WhateverRefusesTheRow_OnlyThatRowIsLeft(string sql, string state)
    {
        await using var database = await CreateAsync(18, Items + sql);

        var message = await BlockedAsync(database);

        Assert.Contains("id = 3000", message, StringComparison.Ordinal);
        Assert.Contains(state, message, StringComparison.Ordinal);
        Assert.Equal(["id = 3000"], await FailedAsync(database));
        Assert.Equal([3000L], await database.ColumnAsync<long>("SELECT id FROM items WHERE n IS NULL"));
    }

    [Theory]
    [InlineData(BackfillChunking.PageWindows)]
    [InlineData(BackfillChunking.KeyRanges)]
    public async Task WrongSetClause_MeetsTheLimit_NotTheWholeTable(BackfillChunking chunking)
    {
        await using var database = await CreateAsync(18, Items, p => p.Backfill("items", "n = name::integer", "n IS NULL"));

        var message = await BlockedAsync(database, Options with { Chunking = chunking, FailedRowLimit = 20, Workers = 1 });

        Assert.Contains("FailedRowLimit", message, StringComparison.Ordinal);
        Assert.Contains("revert the migration", message, StringComparison.Ordinal);
        Assert.InRange(await database.ScalarAsync<long>("SELECT count(*) FROM phased.failed_rows"), 20, 40);
        Assert.InRange(await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks"), 1, 40);
        await database.RevertAsync("m");
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.failed_rows"));
    }

    [Theory]
    [InlineData("id bigint PRIMARY KEY")]
    [InlineData("id bigint")]
    public async Task RowThatOnlyTheSweepMeets_IsNamedToo(string key)
    {
        await using var database = await CreateAsync(18, Items.Replace("id bigint PRIMARY KEY", key, StringComparison.Ordinal));
        await using var application = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await application.BeginTransactionAsync(Cancellation);
        await using var held = new NpgsqlCommand("UPDATE items SET name = name WHERE id = 1", application);
        await held.ExecuteNonQueryAsync(Cancellation);

        var run = BlockedAsync(database);
        while (!run.IsCompleted && !await database.ScalarAsync<bool>("SELECT to_regclass('phased.chunks') IS NOT NULL AND EXISTS (SELECT 1 FROM phased.chunks)"))
            Cancellation.ThrowIfCancellationRequested();
        // The end of the table is read by now: these are beyond it.
        await database.ExecuteAsync("INSERT INTO items SELECT g, 'n' || g FROM generate_series(10001, 13000) g; INSERT INTO items VALUES (13001, 'none')");
        await transaction.CommitAsync(Cancellation);

        Assert.Contains("done but for 1 row", await run, StringComparison.Ordinal);
        Assert.Equal([13001L], await database.ColumnAsync<long>("SELECT id FROM items WHERE n IS NULL"));
        await database.ExecuteAsync("UPDATE items SET name = 'n13001' WHERE id = 13001");
        await database.CompleteAsync();
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE n IS DISTINCT FROM id"));
    }

    [Theory]
    [InlineData("= 'split'", 3)]
    [InlineData("WHERE ctid = ", 150)]
    [InlineData("INTO phased.failed_rows", 2)]
    [InlineData("COMMIT", 7)]
    public async Task LineCutWhileLooking_LosesAndRepeatsNothing(string marker, int every)
    {
        await using var database = await CreateAsync(18, Three + "ALTER TABLE items ADD touched integer NOT NULL DEFAULT 0, ADD is_done boolean NOT NULL DEFAULT false;", p => p.Backfill(
            "items", "n = substr(name, 2)::integer, touched = touched + 1, is_done = true", "NOT is_done"));
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString);
        await using var proxy = new CommitCuttingProxy(builder.Port, every, marker);
        (builder.Host, builder.Port, builder.SslMode, builder.GssEncryptionMode) = ("127.0.0.1", proxy.Port, SslMode.Disable, GssEncryptionMode.Disable);
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);

        var result = await new PhasedRunner(dataSource, Options).RunAsync(cancellationToken: Cancellation);
        for (var again = 0; again < 20 && result.Outcome == PhasedRunOutcome.Interrupted; again++)
            result = await new PhasedRunner(dataSource, Options).RunAsync(cancellationToken: Cancellation);

        Assert.Contains("done but for 3 rows", result.Migrations[0].Message, StringComparison.Ordinal);
        Assert.True(proxy.Cuts >= 2, $"{proxy.Cuts} cuts");
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE touched <> CASE WHEN name = 'none' THEN 0 ELSE 1 END"));
    }

    [Fact]
    public async Task TableRewrittenWhileARowIsRefused_IsCoveredAgain()
    {
        await using var database = await CreateAsync(18, Three);
        await BlockedAsync(database);

        await database.ExecuteAsync("VACUUM FULL items");

        Assert.Contains("done but for 3 rows", await BlockedAsync(database), StringComparison.Ordinal);
        await database.ExecuteAsync("UPDATE items SET name = 'n' || id WHERE n IS NULL");
        await database.CompleteAsync();
    }
}
