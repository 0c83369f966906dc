using Npgsql;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Poolers;

/// <summary>Everything works through a pooler that hands each transaction to another session.</summary>
public sealed class TransactionPoolingTests
{
    private static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with { InitialBatchRows = 100, Workers = 2, Verification = PhasedVerificationMode.Full };

    private static async Task<PhasedDatabase> CreateAsync(int version)
    {
        var database = await PhasedDatabase.CreateAsync(version, """
            CREATE TABLE teams (id integer PRIMARY KEY);
            CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, slug text, n integer, team_id integer);
            INSERT INTO teams VALUES (1);
            INSERT INTO items SELECT g, 'n' || g, NULL, NULL, 1 FROM generate_series(1, 5000) g;
            ANALYZE items;
            """);
        await database.RegisterAsync("m", p => p
            .Backfill("items", "slug = lower(name)", "slug IS NULL")
            .SetNotNull("items", "slug")
            .Backfill("items", "n = substr(name, 2)::integer")
            .CreateIndex("ix", "items", "n")
            .AddForeignKey("fk", "items", "team_id", "teams"));
        return database;
    }

    private static async Task RunThroughAsync(PhasedDatabase database, int port)
    {
        var builder = Through(database, port);
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);

        var result = await new PhasedRunner(dataSource, Options).RunAsync(new() { Contract = true }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Migrations[0].Message);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS DISTINCT FROM name OR n IS DISTINCT FROM id"));
        Assert.Equal(["t", "t"], await database.ColumnAsync<string>(
            "SELECT convalidated::text::char FROM pg_constraint WHERE conname = 'fk' UNION ALL SELECT indisvalid::text::char FROM pg_index WHERE indexrelid = 'ix'::regclass"));
        Assert.Equal(5000L, await database.ScalarAsync<long>("SELECT rows_checked FROM phased.verifications WHERE subject = 'values' ORDER BY operation DESC LIMIT 1"));
    }

    // PgBouncer itself where it is installed; our own pooler is the stricter one and runs everywhere.
    public static IEnumerable<TheoryDataRow<int, string?>> Poolers =>
        [(14, null), (18, null), .. PgBouncer.Program is { } program ? [(18, program)] : Array.Empty<TheoryDataRow<int, string?>>()];

    [Theory, MemberData(nameof(Poolers))]
    public async Task AnotherSessionForEachTransaction(int version, string? pgBouncer)
    {
        await using var database = await CreateAsync(version);
        var server = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString).Port;
        if (pgBouncer is not null)
        {
            await using var installed = await PgBouncer.StartAsync(pgBouncer, server, TestContext.Current.CancellationToken);
            await RunThroughAsync(database, installed.Port);
            return;
        }

        await using var pooler = new RotatingPooler(server, sessions: 12);
        await RunThroughAsync(database, pooler.Port);
        await AssertLeftAsTheyWereAsync(database, pooler.Port);
        Assert.True(pooler.Transactions > 100, $"{pooler.Transactions} transactions");
    }

    // They serve the application next.
    private static async Task AssertLeftAsTheyWereAsync(PhasedDatabase database, int port)
    {
        const string Settings = "SELECT concat_ws(' ', current_setting('search_path'), current_setting('lock_timeout'), current_setting('statement_timeout'))";
        var before = await database.ScalarAsync<string>(Settings);
        var builder = Through(database, port);
        builder.Pooling = false;
        for (var session = 0; session < 24; session++)
        {
            await using var connection = new NpgsqlConnection(builder.ConnectionString);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(Settings, connection);
            Assert.Equal(before, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }
    }

    private static NpgsqlConnectionStringBuilder Through(PhasedDatabase database, int port) => new(database.Database.ConnectionString)
    {
        Host = "127.0.0.1", Port = port, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable,
        // As users of poolers are told to set it: else each reset of Npgsql clears whatever session it happens to meet.
        NoResetOnClose = true,
    };
}
