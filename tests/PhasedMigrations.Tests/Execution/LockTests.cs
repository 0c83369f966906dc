using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Execution;

public sealed class LockTests
{
    private const string Users = """
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        INSERT INTO users SELECT g, 'n' || g FROM generate_series(1, 500) g;
        """;

    private static async Task<(NpgsqlConnection Connection, NpgsqlTransaction Transaction)> ReadForALongTimeAsync(PhasedDatabase database)
    {
        var connection = new NpgsqlConnection(database.Database.ConnectionString + ";Application Name=night report");
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var read = new NpgsqlCommand("SELECT count(*)\nFROM users WHERE name <> 'confidential\n' OR $$confidential$$ = ''", connection, transaction);
        await read.ExecuteScalarAsync();
        return (connection, transaction);
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task StrongLock_IsRetriedAndTheBlockerNamed(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users);
        await database.RegisterAsync("m", p => p.SetNotNull("users", "name"));
        var (connection, transaction) = await ReadForALongTimeAsync(database);
        await using var _ = connection;
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress);
        // On a busy machine an attempt may end before somebody has looked who is in its way; a later one tells.
        var waiting = await progress.SeenAsync(report =>
            report.Kind == PhasedProgressKind.Waiting && report.Message?.Contains("night report", StringComparison.Ordinal) == true);
        // Between two attempts nobody queues behind us.
        await database.ExecuteAsync("INSERT INTO users VALUES (1000, 'not held up')");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("idle in transaction", waiting.Message, StringComparison.Ordinal);
        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
        Assert.Contains("lock_not_available", await database.ColumnAsync<string>("SELECT kind FROM phased.events"));
        // What it does, but not with which values.
        Assert.Contains("last statement: SELECT count(*) FROM users WHERE name <> …)", waiting.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.events WHERE message LIKE '%confidential%'"));
    }

    [Fact]
    public async Task LockThatNeverComes_EndsTheRunResumably()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("m", p => p.SetNotNull("users", "name"));
        var (connection, transaction) = await ReadForALongTimeAsync(database);
        await using var _ = connection;

        var result = Assert.Single((await database.RunAsync(options: PhasedDatabase.Quick with
        {
            // Its only attempt lasts long enough to see who is in its way.
            LockWaitLimit = TimeSpan.Zero, LockTimeout = TimeSpan.FromSeconds(3),
        })).Migrations);

        Assert.Equal(PhasedRunOutcome.Interrupted, result.Outcome);
        Assert.Contains("night report", result.Message, StringComparison.Ordinal);
        Assert.Equal("migrating", await database.StateAsync("m"));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await database.CompleteAsync();
    }

    [Fact]
    public async Task RowHeldByTheApplication_IsWaitedForAndNotSkipped()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + "ALTER TABLE users ADD upper_name text;");
        await database.RegisterAsync("m", p => p.Backfill("users", "upper_name = upper(name)"));
        await using var holder = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var write = new NpgsqlCommand("UPDATE users SET name = 'changed' WHERE id = 250", holder, transaction))
            await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress);
        await progress.SeenAsync(report => report.Message?.Contains("55P03", StringComparison.Ordinal) == true);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
        Assert.Equal("CHANGED", await database.ScalarAsync<string>("SELECT upper_name FROM users WHERE id = 250"));
    }
}
