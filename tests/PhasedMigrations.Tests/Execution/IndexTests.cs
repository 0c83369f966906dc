using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Execution;

public sealed class IndexTests
{
    private const string Users = """
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        INSERT INTO users SELECT g, 'n' || g FROM generate_series(1, 500) g;
        """;

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task InvalidLeftover_IsDroppedAndBuiltAgain(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users + "INSERT INTO users VALUES (0, 'n1');");
        await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY ux ON users (name)"));
        Assert.False(await database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ux'::regclass"));
        await database.ExecuteAsync("DELETE FROM users WHERE id = 0");
        await database.RegisterAsync("m", p => p.CreateIndex("ux", "users", "name", unique: true));

        await database.CompleteAsync();

        Assert.True(await database.ScalarAsync<bool>("SELECT indisvalid AND indisunique FROM pg_index WHERE indexrelid = 'ux'::regclass"));
        Assert.Contains("invalid_index_dropped", await database.ColumnAsync<string>("SELECT kind FROM phased.events"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task SameIndexThatSomebodyBuilt_IsKept(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users + "CREATE INDEX ix ON users (lower(name)); DROP INDEX ix; CREATE INDEX ix ON users (name DESC) WHERE id > 5;");
        var built = await database.ScalarAsync<uint>("SELECT 'ix'::regclass::oid");
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "name", descending: [true], filter: "\"id\" > 5"));

        await database.CompleteAsync();

        Assert.Equal(built, await database.ScalarAsync<uint>("SELECT 'ix'::regclass::oid"));
    }

    [Theory]
    [InlineData("CREATE INDEX ix ON users (id)", "another definition")]
    [InlineData("CREATE UNIQUE INDEX ix ON users (name)", "another definition")]
    [InlineData("CREATE TABLE ix ()", "another object")]
    [InlineData("CREATE TABLE other (name text); CREATE INDEX ix ON other (name)", "another object")]
    public async Task NameThatBelongsToSomethingElse_IsReported(string other, string reason)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, $"{Users} {other};");
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "name"));

        var result = Assert.Single((await database.RunAsync()).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BuildOfAnotherSession_IsWaitedForAndNotDropped()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "name"));
        // A transaction with a snapshot holds up the last phase of any concurrent build.
        await using var reader = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var write = new NpgsqlCommand("UPDATE users SET name = name WHERE id = 1", reader, transaction))
            await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var other = database.ExecuteAsync("CREATE INDEX CONCURRENTLY ix ON users (name)");
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting%')"))
            Assert.False(other.IsFaulted);
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress);
        await progress.SeenAsync(report => report.Message?.Contains("Another session is building", StringComparison.Ordinal) == true);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await other;

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
        Assert.DoesNotContain("invalid_index_dropped", await database.ColumnAsync<string>("SELECT kind FROM phased.events"));
    }

    [Fact]
    public async Task BuildThatWaitsForATransaction_NamesIt()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "name"));
        await using var connection = new NpgsqlConnection(database.Database.ConnectionString + ";Application Name=night report");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var write = new NpgsqlCommand("UPDATE users SET name = name WHERE id = 1", connection, transaction))
            await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress);
        var waiting = await progress.SeenAsync(report => report.Kind == PhasedProgressKind.Waiting);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("night report", waiting.Message, StringComparison.Ordinal);
        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
    }

    [Fact]
    public async Task CancelledBuild_EndsAlthoughTheDropWouldWait_AndCanBeRunAgain()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "name"));
        await using var holder = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var write = new NpgsqlCommand("UPDATE users SET name = name WHERE id = 1", holder, transaction))
            await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var progress = new ProgressLog();

        var run = database.RunAsync(options: PhasedDatabase.Quick with { StopGrace = TimeSpan.FromSeconds(0.5) }, progress: progress, stop: stop.Token);
        await progress.SeenAsync(report => report.Kind == PhasedProgressKind.Waiting);
        await stop.CancelAsync();

        Assert.Equal(PhasedRunOutcome.Interrupted, (await run).Outcome);
        Assert.False(await database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass"));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await database.CompleteAsync();
    }

    [Fact]
    public async Task CancelledBuild_LeavesNoInvalidIndex_AndCanBeRunAgain()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("m", p => p.CreateIndex("ix", "users", "name"));
        await using var holder = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var write = new NpgsqlCommand("UPDATE users SET name = name WHERE id = 1", holder, transaction))
            await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress, stop: stop.Token);
        await progress.SeenAsync(report => report.Kind == PhasedProgressKind.Waiting);
        await stop.CancelAsync();
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(PhasedRunOutcome.Interrupted, (await run).Outcome);
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('ix') IS NULL"));
        await database.CompleteAsync();
    }
}
