using Npgsql;
using PhasedMigrations.Tests;
using static PhasedMigrations.Engine.Tests.Kinds.UserCopies;

namespace PhasedMigrations.Engine.Tests.Kinds;

/// <summary>The moments in which a batch and a write of the application meet at one row, each held open for as long as it takes.</summary>
public sealed class CopyRaceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A row that a batch has read and not yet written: whoever deletes it has to wait, or the copy would outlive it.
    [Theory]
    [InlineData("DELETE FROM users WHERE id = 1", null)]
    [InlineData("UPDATE users SET id = 100001 WHERE id = 1", null)]
    [InlineData("UPDATE users SET is_gone = true WHERE id = 1", "NOT is_gone")]
    public async Task RowThatGoesBetweenReadingAndWriting_LeavesNoCopy(string change, string? where)
    {
        // Without the foreign key, which would refuse such a copy in its own way.
        await using var database = await PhasedDatabase.CreateAsync(18, Users.Replace(" REFERENCES users", "", StringComparison.Ordinal) + """
            CREATE TABLE gate (is_open boolean NOT NULL);
            INSERT INTO gate VALUES (false);
            CREATE SEQUENCE arrived;
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM nextval('arrived');
                WHILE NOT (SELECT is_open FROM gate) LOOP PERFORM pg_sleep(0.01); END LOOP;
                RETURN NEW;
            END $$;
            CREATE TRIGGER wait BEFORE INSERT ON preferences FOR EACH ROW WHEN (NEW.user_id = 1) EXECUTE FUNCTION wait();
            """);
        await database.RegisterAsync("m", p => p.CopyRows("users", "preferences", "user_id = id, theme = theme, tag = language || '!'", "user_id", where));

        var run = database.RunAsync(options: Options with { Workers = 1, Lease = TimeSpan.FromMinutes(5) });
        while (!run.IsCompleted && !await database.ScalarAsync<bool>("SELECT is_called FROM arrived"))
            Cancellation.ThrowIfCancellationRequested();
        var application = database.ExecuteAsync(change);
        while (!application.IsCompleted && !await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)"))
            Cancellation.ThrowIfCancellationRequested();
        await database.ExecuteAsync("UPDATE gate SET is_open = true");
        await application;
        await run;

        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM preferences WHERE user_id = 1"));
        Assert.Equal(4999L, await database.ScalarAsync<long>("SELECT count(*) FROM preferences WHERE user_id <= 5000"));
    }

    // Ours would wait for the one row, the application for the other: a deadlock, if ours did not give way.
    [Fact]
    public async Task RowsWrittenCrosswise_GiveWayToTheApplication()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("m", Split);
        await using var application = await database.DataSource.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(application, "BEGIN; UPDATE users SET theme = 'later' WHERE id = 30");

        var run = database.RunAsync(options: PhasedDatabase.Quick with { InitialBatchRows = 5000, Workers = 1, LockWaitLimit = TimeSpan.FromMinutes(2) });
        while (!run.IsCompleted && !await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid')"))
            Cancellation.ThrowIfCancellationRequested();
        await ExecuteAsync(application, "UPDATE users SET theme = 'sooner' WHERE id < 30; COMMIT");

        Assert.Equal(PhasedRunOutcome.AwaitingContract, (await run).Outcome);
        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
        Assert.Equal(29L, await database.ScalarAsync<long>("SELECT count(*) FROM preferences WHERE theme = 'sooner'"));
    }

    // Its snapshot is older than the copy, so that it cannot see what it would have to delete.
    [Theory]
    [InlineData("REPEATABLE READ", "DELETE FROM users WHERE id = 1")]
    [InlineData("REPEATABLE READ", "UPDATE users SET theme = 'dark' WHERE id = 1")]
    [InlineData("SERIALIZABLE", "DELETE FROM users WHERE id = 1")]
    [InlineData("SERIALIZABLE", "UPDATE users SET id = 100001 WHERE id = 1")]
    public async Task TransactionWithAnOldSnapshot_IsToldToRepeat(string isolation, string change)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("m", Split);
        await using var application = await database.DataSource.OpenConnectionAsync(Cancellation);
        await ExecuteAsync(application, $"BEGIN ISOLATION LEVEL {isolation}; SELECT 1 FROM users");
        await database.RunAsync(options: Options);

        var error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(application, change));
        Assert.Equal(PostgresErrorCodes.SerializationFailure, error.SqlState);

        await ExecuteAsync(application, $"ROLLBACK; BEGIN ISOLATION LEVEL {isolation}; {change}; COMMIT");
        Assert.Equal(0L, await database.ScalarAsync<long>(Difference));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
