using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tool.Tests;

/// <summary>A real replica that the tool asks how late it is.</summary>
public sealed class ReplicaTests
{
    private const string Name = "RequireVerified";
    private const string Password = "hunter-zwei-%zj";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static PhasedTool Start(Users users, string replica, params string[] args) =>
        PhasedTool.Start(users.ConnectionString, new Dictionary<string, string> { ["PHASED_REPLICA_EU_WEST"] = replica }, args);

    private static string WithPassword(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Password = Password }.ConnectionString;

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionString());
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task UntilAsync(NpgsqlDataSource dataSource, string condition)
    {
        await using var command = dataSource.CreateCommand($"SELECT EXISTS ({condition})");
        while (await command.ExecuteScalarAsync(Cancellation) is not true)
            Cancellation.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Replica_IsAskedHowLateItIs_AndSlowsTheRunDown()
    {
        await using var primary = await PostgresServer.StartAsync(18, cancellationToken: Cancellation);
        await using var replica = await primary.StartReplicaAsync("standby", cancellationToken: Cancellation);
        await using var users = await Users.CreateAsync(rows: 100, primary);
        await users.RegisterRequireVerifiedAsync();
        var asked = WithPassword(replica.ConnectionString(users.Database.Name));
        await using var there = NpgsqlDataSource.Create(asked);
        await UntilAsync(users.Database.DataSource, "SELECT FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()");
        await using var row = await LockedRow.HoldAsync(users.Database, id: 43);

        await using var run = Start(users, asked, "run", "--contract", "--verbose", "--replica", "eu-west");
        await row.WaitForSomebodyAsync();
        // What it shows has come to it from the primary.
        await UntilAsync(there, "SELECT FROM phased.runners WHERE signals -> 'replica-delay' ->> 'detail' = 'replica eu-west'");
        await ExecuteAsync(replica, "SELECT pg_wal_replay_pause()");
        await UntilAsync(users.Database.DataSource, "SELECT FROM phased.runners WHERE (signals -> 'replica-delay' ->> 'value')::float8 >= 5");
        await ExecuteAsync(replica, "SELECT pg_wal_replay_resume()");
        // It is a limit of the signal: the run does less.
        await UntilAsync(users.Database.DataSource, "SELECT FROM phased.runners WHERE pause_ratio > 0");
        await UntilAsync(users.Database.DataSource, "SELECT FROM phased.runners WHERE (signals -> 'replica-delay' ->> 'value')::float8 < 5");
        await row.ReleaseAsync();
        var ended = (await run.EndAsync()).EndedWith(0);

        Assert.True(await users.IsContractedAsync());
        Assert.DoesNotContain(Password, ended.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrimaryInsteadOfAReplica_HoldsTheRun_WithTheReason()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();

        await using var run = Start(users, users.ConnectionString, "run", "--replica", "eu-west");
        await run.WaitForOutputAsync("replica-delay could not be read: eu-west leads to a server that is no replica but a primary.");
        await run.SignalAsync("TERM");

        (await run.EndAsync()).EndedWith(3);
        Assert.Equal(100, await users.CountAsync("verified IS NULL"));
    }

    [Fact]
    public async Task ReplicaThatDoesNotAnswer_HoldsTheRun_WithoutRepeatingTheSecret()
    {
        await using var users = await Users.CreateAsync(rows: 100);
        await users.RegisterRequireVerifiedAsync();

        await using var run = Start(users, $"Host=127.0.0.1;Port=1;Username=operator;Password={Password};Timeout=2", "run", "--verbose", "--replica", "eu-west");
        await run.WaitForOutputAsync("replica-delay could not be read: the replica eu-west does not answer: Failed to connect to 127.0.0.1:1");
        await run.SignalAsync("TERM");

        var ended = (await run.EndAsync()).EndedWith(3);
        Assert.DoesNotContain(Password, ended.Everything, StringComparison.Ordinal);
        Assert.Equal(100, await users.CountAsync("verified IS NULL"));
    }

    public static TheoryData<string, string[]> Refused => new()
    {
        { "set the environment variable PHASED_REPLICA_REPORTS to the connection string", ["--replica", "reports"] },
        { "The connection string in PHASED_REPLICA_BAD cannot be read.", ["--replica", "bad"] },
        { "--replica: eu-west and EU_WEST are one replica, the one in PHASED_REPLICA_EU_WEST.", ["--replica", "eu-west", "--replica", "EU_WEST"] },
        { "--replica takes a name of letters, digits, - and _", ["--replica", "reports.example.org"] },
        { "--replica takes a name, not a connection string", ["--replica", $"Host=db;Password={Password}"] },
        { "--replica takes a name, not a connection string", ["--replica", $"postgres://deploy:{Password}@db/shop"] },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task WrongReplica_IsRefused_BeforeAnythingIsDone(string message, string[] args)
    {
        var variables = new Dictionary<string, string> { ["PHASED_REPLICA_EU_WEST"] = "Host=db", ["PHASED_REPLICA_BAD"] = $"Host=db;{Password}=x" };
        // Nothing listens on port 1: what is refused is the option.
        await using var tool = PhasedTool.Start("Host=127.0.0.1;Port=1;Timeout=2", variables, ["run", Name, .. args]);

        var result = (await tool.EndAsync()).EndedWith(2);

        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, result.Everything, StringComparison.Ordinal);
    }
}
