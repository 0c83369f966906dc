using Npgsql;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>Limits that somebody has set for a database or role are not for work that takes long on purpose.</summary>
public sealed class TimeoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static NpgsqlDataSource Engine(PhasedDatabase database, string? options = null) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { ApplicationName = "engine", Options = options }.ConnectionString);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TransactionTimeout_DoesNotEndAValidationOrAnIndexBuild(bool isIndex)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE teams (id integer PRIMARY KEY);
            CREATE TABLE items (id bigint PRIMARY KEY, team_id integer);
            INSERT INTO teams VALUES (1);
            INSERT INTO items SELECT g, 1 FROM generate_series(1, 100) g;
            """);
        await database.RegisterAsync("m", p => _ = isIndex ? p.CreateIndex("ix", "items", "team_id") : p.AddForeignKey("fk", "items", "team_id", "teams"));
        await using var engine = Engine(database, "-c transaction_timeout=3s");
        await using var holder = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await holder.BeginTransactionAsync(Cancellation);
        // Both wait for it, as they would for a large table.
        await using (var hold = new NpgsqlCommand("LOCK TABLE items IN SHARE UPDATE EXCLUSIVE MODE", holder, transaction))
            await hold.ExecuteNonQueryAsync(Cancellation);

        var run = new PhasedRunner(engine, PhasedDatabase.Quick with { LockTimeout = TimeSpan.FromSeconds(10) }).RunAsync(cancellationToken: Cancellation);
        while (!run.IsCompleted && !await database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'items'::regclass AND waitstart < clock_timestamp() - interval '3.5 s')"))
            Cancellation.ThrowIfCancellationRequested();
        await transaction.CommitAsync(Cancellation);

        var result = Assert.Single((await run).Migrations);
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.events WHERE kind IN ('blocked', 'invalid_index_dropped')"));
    }

    [Theory]
    [InlineData(BackfillChunking.KeyRanges)]
    [InlineData(BackfillChunking.PageWindows)]
    public async Task StatementTimeout_DoesNotEndTheGatheringOfStatistics(BackfillChunking chunking)
    {
        // Never analyzed: as after pg_restore. Only ANALYZE computes the index for nothing but its statistics.
        await using var database = await PhasedDatabase.CreateAsync(18, """
            CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, slug text);
            CREATE FUNCTION slow(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
            BEGIN
                IF current_query() LIKE 'ANALYZE%' THEN
                    PERFORM pg_sleep(4);
                END IF;
                RETURN $1;
            END $$;
            CREATE INDEX slowly ON items (slow(name));
            INSERT INTO items VALUES (1, 'n');
            """);
        await database.RegisterAsync("m", p => p.Backfill("items", "slug = name", "slug IS NULL"));
        await using var engine = Engine(database, "-c statement_timeout=3s");

        var result = Assert.Single((await new PhasedRunner(
            engine, PhasedDatabase.Quick with { Chunking = chunking, Lease = TimeSpan.FromSeconds(20), LockWaitLimit = TimeSpan.Zero }).RunAsync(cancellationToken: Cancellation)).Migrations);

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
    }

    // The next run goes on; a right or a definition is not what is missing.
    [Theory]
    [InlineData("SET idle_session_timeout = 10")]
    [InlineData("SET idle_in_transaction_session_timeout = 10", "BEGIN")]
    [InlineData("SET transaction_timeout = 10", "BEGIN")]
    public async Task SessionThatTheServerHasEnded_IsALostConnection(params string[] statements)
    {
        await using var database = await PhasedDatabase.CreateAsync(18);
        await using var engine = Engine(database);
        await using var connection = await engine.OpenConnectionAsync(Cancellation);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        while (await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'engine')"))
            Cancellation.ThrowIfCancellationRequested();

        var error = await Assert.ThrowsAnyAsync<NpgsqlException>(() => connection.ExecuteAsync("SELECT 1", [], Cancellation));

        Assert.True(ServerErrors.IsConnectionLoss(error), ServerErrors.Describe(error));
    }
}
