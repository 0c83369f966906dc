using System.Collections.Concurrent;
using Npgsql;
using PhasedMigrations.Load;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Proofs.Load;

public sealed class LoadGeneratorTests
{
    private static readonly LoadTransaction Select = Statement("select", "SELECT FROM item WHERE id = 1");
    private static readonly LoadTransaction Update = Statement("update", "UPDATE item SET number = number + 1 WHERE id = 1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IdleServer_CompletesEveryRequest()
    {
        await using var database = await CreateAsync();

        await using var run = await new LoadGenerator(database.ConnectionString, [Select, Update]).StartAsync(Cancellation);
        await EndedAsync(run, 200);
        var report = await run.StopAsync(Cancellation);

        Assert.Equal(report.Scheduled, report.Completed);
        Assert.Equal(report.Completed, report.Latencies.Count);
        Assert.Empty(report.Failures);
        // 400 a second, and the last one may be due right at the end.
        Assert.InRange(report.Scheduled, 200, (report.Duration.TotalSeconds * 400) + 1);
        Assert.Equal(report.Latencies.Max, TimeSpan.FromMicroseconds(Math.Floor(report.LongestStall!.Latency.TotalMicroseconds)));
    }

    [Fact]
    public async Task LockedTable_IsSeenAsStall_ByEveryRequestThatWasDueMeanwhile()
    {
        const int queued = 200; // half a second at 400 a second
        await using var database = await CreateAsync();
        await using var run = await new LoadGenerator(database.ConnectionString, [Update], new LoadOptions { Connections = 4 })
            .StartAsync(Cancellation);
        await EndedAsync(run, 1);

        await using (var connection = await database.DataSource.OpenConnectionAsync(Cancellation))
        await using (await connection.BeginTransactionAsync(Cancellation))
        {
            await using var command = new NpgsqlCommand("LOCK TABLE item", connection);
            await command.ExecuteNonQueryAsync(Cancellation);
            await UntilAsync(() => run.Outstanding >= queued);
        }
        var report = await run.StopAsync(Cancellation);

        Assert.Equal(report.Scheduled, report.Completed);
        Assert.Equal(0, report.Shed);
        Assert.True(report.LongestStall!.Latency >= TimeSpan.FromMilliseconds(450), $"the longest stall was {report.LongestStall}");
        Assert.Equal("update", report.LongestStall.Transaction);
        // Four connections alone would have seen four slow requests: the others would have been left out.
        var slow = 100 * (1 - ((queued / 2d) / report.Scheduled));
        Assert.True(report.Latencies.Percentile(slow) >= TimeSpan.FromMilliseconds(200), $"p{slow} was {report.Latencies.Percentile(slow)}");
    }

    [Fact]
    public async Task FailedStatements_AreCountedBySqlState_AndTheLoadGoesOn()
    {
        await using var database = await CreateAsync();
        var bad = Statement("bad", "SELECT 1 / 0");

        await using var run = await new LoadGenerator(database.ConnectionString, [Select, bad]).StartAsync(Cancellation);
        await EndedAsync(run, 100);
        var report = await run.StopAsync(Cancellation);

        var (state, failure) = Assert.Single(report.Failures);
        Assert.Equal("22012", state);
        Assert.Contains("division by zero", failure.FirstMessage, StringComparison.Ordinal);
        Assert.Equal(report.Scheduled, report.Completed + report.Failed);
        Assert.InRange(report.Failed, 1, report.Scheduled - 1);
    }

    [Fact]
    public async Task FullQueue_ShedsRequests_AndSaysSo()
    {
        await using var database = await CreateAsync();
        var options = new LoadOptions { Connections = 1, QueueLimit = 20 };
        await using var run = await new LoadGenerator(database.ConnectionString, [Update], options).StartAsync(Cancellation);
        await EndedAsync(run, 1);

        await using (var connection = await database.DataSource.OpenConnectionAsync(Cancellation))
        await using (await connection.BeginTransactionAsync(Cancellation))
        {
            await using var command = new NpgsqlCommand("LOCK TABLE item", connection);
            await command.ExecuteNonQueryAsync(Cancellation);
            await UntilAsync(() => run.Outstanding >= 100);
        }
        var report = await run.StopAsync(Cancellation);

        Assert.True(report.Shed >= 79, $"{report.Shed} were shed");
        Assert.Equal(report.Scheduled, report.Completed + report.Shed);
    }

    [Fact]
    public async Task RequestTimeout_EndsTheRequest()
    {
        await using var database = await CreateAsync();
        var options = new LoadOptions { Connections = 1, RequestTimeout = TimeSpan.FromMilliseconds(50) };
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var command = new NpgsqlCommand("LOCK TABLE item", connection);
        await command.ExecuteNonQueryAsync(Cancellation);

        await using var run = await new LoadGenerator(database.ConnectionString, [Update], options).StartAsync(Cancellation);
        await EndedAsync(run, 1);
        var report = await run.StopAsync(Cancellation);

        Assert.Equal(report.Scheduled, report.Failed);
        Assert.All(report.Failures.Keys, state => Assert.Contains(state, new[] { "57014", nameof(OperationCanceledException), nameof(TaskCanceledException) }));
    }

    [Fact]
    public async Task SameSeed_SendsTheSameRequests()
    {
        await using var database = await CreateAsync();

        var first = await SentAsync(database, seed: 3);
        var second = await SentAsync(database, seed: 3);
        var other = await SentAsync(database, seed: 4);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task WarmUp_IsNotInTheReport()
    {
        await using var database = await CreateAsync();
        await using var run = await new LoadGenerator(database.ConnectionString, [Update]).StartAsync(Cancellation);
        await EndedAsync(run, 1);
        await using (var connection = await database.DataSource.OpenConnectionAsync(Cancellation))
        await using (await connection.BeginTransactionAsync(Cancellation))
        {
            await using var command = new NpgsqlCommand("LOCK TABLE item", connection);
            await command.ExecuteNonQueryAsync(Cancellation);
            await UntilAsync(() => run.Outstanding >= 100);
            run.BeginMeasuring();
        }
        var ended = run.Ended;
        await EndedAsync(run, ended + 200);
        var report = await run.StopAsync(Cancellation);

        Assert.InRange(report.Scheduled, 1, run.Ended - 100);
        Assert.Equal(report.Completed, report.Latencies.Count);
        Assert.InRange(report.Scheduled, 1, (report.Duration.TotalSeconds * 400) + 1);
        Assert.Throws<InvalidOperationException>(run.BeginMeasuring);
    }

    [Fact]
    public async Task UnreachableServer_FailsAtTheStart()
    {
        await using var server = await PostgresServer.StartAsync(PostgresVersion.All[^1], cancellationToken: Cancellation);
        var connectionString = server.ConnectionString();
        await server.StopAsync(cancellationToken: Cancellation);

        await Assert.ThrowsAsync<NpgsqlException>(() => new LoadGenerator(connectionString, [Select]).StartAsync(Cancellation));
    }

    /// <summary>The random numbers that the first 50 requests got.</summary>
    private static async Task<IReadOnlyList<int>> SentAsync(TestDatabase database, int seed)
    {
        const int count = 50;
        var numbers = new ConcurrentQueue<int>();
        var draw = new LoadTransaction("draw", 1, (_, random, _) =>
        {
            numbers.Enqueue(random.Next());
            return Task.CompletedTask;
        });
        // One connection: requests are executed in the order of their schedule.
        await using var run = await new LoadGenerator(database.ConnectionString, [draw], new LoadOptions { Connections = 1, Seed = seed })
            .StartAsync(Cancellation);
        await EndedAsync(run, count);
        await run.StopAsync(Cancellation);
        return numbers.Take(count).ToArray();
    }

    private static LoadTransaction Statement(string name, string sql) => new(name, 1, async (connection, _, cancellationToken) =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    });

    private static Task EndedAsync(LoadRun run, long count) => UntilAsync(() => run.Ended >= count);

    private static async Task UntilAsync(Func<bool> reached)
    {
        while (!reached()) await Task.Delay(1, Cancellation);
    }

    private static async Task<TestDatabase> CreateAsync()
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(PostgresVersion.All[^1]);
        var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync("CREATE TABLE item (id int PRIMARY KEY, number int); INSERT INTO item VALUES (1, 1)", Cancellation);
        return database;
    }
}
