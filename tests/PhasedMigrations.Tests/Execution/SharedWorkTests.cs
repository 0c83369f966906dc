using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Execution;

/// <summary>Several processes, interruptions and a busy application: every row counts once.</summary>
public sealed class SharedWorkTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0, name text);
        INSERT INTO items SELECT g, 0, 'n' || g FROM generate_series(1, 20000) g;
        """;

    private static readonly PhasedRunnerOptions Small = PhasedDatabase.Quick with { InitialBatchRows = 50, TargetBatchTime = TimeSpan.FromMilliseconds(5) };

    private static void Touch(PhasedMigrationBuilder phased) => phased.Backfill("items", "touched = touched + 1", "touched >= 0");

    /// <summary>How many runners have taken a chunk; none before the first of them has registered its steps.</summary>
    private static Task<long> OwnersAsync(PhasedDatabase database) =>
        database.ScalarAsync<long>("SELECT count(DISTINCT owner) FROM phased.chunks");

    private static async Task AssertEachOnceAsync(PhasedDatabase database)
    {
        Assert.Equal("completed", await database.StateAsync("Touch"));
        Assert.Equal(["1"], await database.ColumnAsync<string>("SELECT DISTINCT touched::text FROM items"));
        Assert.Equal(20000m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks WHERE state = 'done'"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task SeveralRunners_ShareTheChunks(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Items);
        await database.RegisterAsync("Touch", Touch);
        await database.RegisterAsync("Index", p => p.CreateIndex("ix", "items", "name"));

        // No row can be written until two runners have a chunk each: on a quick machine one would be through before another begins.
        await using var application = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var reading = await application.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("SELECT FROM items FOR SHARE", application, reading);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var runs = Enumerable.Range(0, 3).Select(_ => database.RunAsync(options: Small)).ToList();
        while (!runs.Exists(run => run.IsCompleted) && await OwnersAsync(database) < 2)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        await reading.RollbackAsync(TestContext.Current.CancellationToken);
        var results = await Task.WhenAll(runs);

        Assert.All(results.SelectMany(result => result.Migrations), result => Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message));
        await AssertEachOnceAsync(database);
        Assert.True(await OwnersAsync(database) > 1);
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT attempts FROM phased.steps WHERE kind = 'build_index'"));
    }

    [Fact]
    public async Task ProcessThatMayNotTakePart_LeavesTheStateToTheOneThatWorks()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        await using var application = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var reading = await application.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("SELECT FROM items FOR SHARE", application, reading);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var owner = database.RunAsync(options: Small);
        while (!owner.IsCompleted && await OwnersAsync(database) < 1)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        var role = $"stranger_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"""
            CREATE ROLE {role} LOGIN;
            GRANT USAGE ON SCHEMA phased TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA phased TO {role};
            """);
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { Username = role, Pooling = false };
        await using var strange = NpgsqlDataSource.Create(builder.ConnectionString);

        var refused = Assert.Single((await new PhasedRunner(strange, Small).RunAsync(cancellationToken: TestContext.Current.CancellationToken)).Migrations);

        Assert.True(refused.Outcome == PhasedRunOutcome.Blocked, refused.Message);
        Assert.Equal("migrating", await database.StateAsync("Touch"));
        await reading.RollbackAsync(TestContext.Current.CancellationToken);
        await owner;
        await AssertEachOnceAsync(database);
        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task StoppedRun_FinishesItsChunk_AndTheNextGoesOnAtOnce()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        using var stop = new CancellationTokenSource();
        var progress = new ProgressLog();

        var run = database.RunAsync(options: Small with { PauseRatio = 20, Lease = TimeSpan.FromMinutes(5) }, progress: progress, stop: stop.Token);
        await progress.SeenAsync(report => report is { Kind: PhasedProgressKind.StepAdvanced, Done: > 0 });
        await stop.CancelAsync();

        Assert.Equal(PhasedRunOutcome.Interrupted, (await run).Outcome);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks WHERE state = 'running' AND lease_until > clock_timestamp()"));
        Assert.InRange(await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE touched = 1"), 1, 19999);
        await database.RunAsync(options: Small);
        await AssertEachOnceAsync(database);
    }

    [Fact]
    public async Task ConnectionsCutOffByTheServer_LoseAndRepeatNothing()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { ApplicationName = "runner" };
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);

        var run = new PhasedRunner(dataSource, Small).RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        for (var cut = 0L; !run.IsCompleted && cut < 15;)
            cut += await database.ScalarAsync<long>("""
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE application_name = 'runner' AND query LIKE '%UPDATE "public"."items"%' AND pid <> pg_backend_pid() AND state <> 'idle'
                """);
        await run;
        for (var again = 0; again < 20 && await database.StateAsync("Touch") != "completed"; again++)
            await database.RunAsync(options: Small);

        await AssertEachOnceAsync(database);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task BusyApplication_NeitherFailsNorLeavesARowBehind(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Items);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteAsync(database, writer, stop.Token))).ToList();

        // The old application knows nothing of slug until the contract: it must be gone before.
        await database.RegisterAsync("Slug", p => p
            .AddRequiredColumn("items", "slug", "text", "name || '-' || id")
            .CreateIndex("ix", "items", "slug", unique: true));
        var result = await database.RunAsync(options: Small);
        await stop.CancelAsync();
        var written = await Task.WhenAll(writers);
        Assert.Equal(PhasedRunOutcome.AwaitingContract, result.Outcome);
        await database.CompleteAsync();

        Assert.All(written, count => Assert.True(count > 0));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS NULL"));
    }

    // Inserts, updates, moves and deletes rows as an application that does not know the new column.
    private static async Task<int> WriteAsync(PhasedDatabase database, int writer, CancellationToken stop)
    {
        var random = new Random(writer);
        var written = 0;
        for (; !stop.IsCancellationRequested; written++)
        {
            var id = random.Next(1, 25000);
            var fresh = 1_000_000L + (writer * 10_000_000L) + written;
            await database.ExecuteAsync((written % 4) switch
            {
                0 => $"INSERT INTO items (id, name) VALUES ({fresh}, 'w{fresh}')",
                1 => $"UPDATE items SET name = 'u{id}' WHERE id = {id}",
                2 => $"UPDATE items SET id = {fresh} WHERE id = {id}",
                _ => $"DELETE FROM items WHERE id = {id}",
            });
        }

        return written;
    }
}
