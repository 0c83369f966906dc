using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Proofs.Transactions;

/// <summary>
/// Where PostgreSQL refuses a command that no transaction may hold, sent by Npgsql. Npgsql sends the statements of one command text
/// as a pipeline: such a command runs alone when nothing of the pipeline is open before it
/// (src/backend/tcop/postgres.c, exec_execute_message: XACT_FLAGS_PIPELINING and XACT_FLAGS_NEEDIMMEDIATECOMMIT).
/// </summary>
public sealed class RefusedCommandTests
{
    private const string Shop =
        """
        CREATE TABLE purchase (id int PRIMARY KEY, customer_id int);
        CREATE INDEX ix ON purchase (customer_id);
        CREATE INDEX other ON purchase (customer_id);
        CREATE TABLE measurement (day date) PARTITION BY RANGE (day);
        CREATE TABLE measurement_old PARTITION OF measurement FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        CREATE INDEX ix_day ON measurement (day);
        CREATE TYPE mood AS ENUM ('glad');
        CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM purchase;
        CREATE UNIQUE INDEX ix_totals ON totals (n);
        INSERT INTO purchase VALUES (1, 1), (2, 2);
        """;

    private const string Index = "CREATE INDEX CONCURRENTLY fresh ON purchase (customer_id)";
    private const string Loop = "DO $$ BEGIN FOR i IN 1..2 LOOP UPDATE purchase SET customer_id = 0 WHERE id = i; COMMIT; END LOOP; END $$";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One database a version: nothing that is refused changes it.</summary>
    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task EveryRefusedCommand_IsRefusedInEveryKindOfTransaction(int version)
    {
        string[] commands =
        [
            Index,
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON purchase (customer_id)",
            "DROP INDEX CONCURRENTLY ix",
            "DROP INDEX CONCURRENTLY IF EXISTS absent",
            "REINDEX INDEX CONCURRENTLY ix",
            "REINDEX TABLE CONCURRENTLY purchase",
            "REINDEX SCHEMA public",
            "ALTER TABLE measurement DETACH PARTITION measurement_old CONCURRENTLY",
            "VACUUM purchase",
            "CLUSTER",
            "CREATE DATABASE refused",
            "DROP DATABASE IF EXISTS absent",
            "ALTER SYSTEM SET work_mem = '8MB'",
            "DROP TABLESPACE IF EXISTS absent",
        ];
        string[] places =
        [
            "BEGIN; {0}; COMMIT",
            "BEGIN; COMMIT AND CHAIN; {0}; COMMIT",
            "SELECT 1; {0}",
            "SET lock_timeout = '2s'; {0}",
            "VACUUM purchase; {0}",
            "DO $do$ BEGIN {0}; END $do$",
            "DO $do$ BEGIN COMMIT; {0}; END $do$",
            "DO $do$ BEGIN EXECUTE $sql${0}$sql$; END $do$",
        ];
        await using var database = await CreateAsync(version);

        foreach (var sql in commands.SelectMany(command => places.Select(place => place.Replace("{0}", command, StringComparison.Ordinal))))
            Assert.Equal((sql, PostgresErrorCodes.ActiveSqlTransaction), (sql, await RunAsync(database, sql)));
    }

    [Theory]
    [InlineData($"{Index}; SELECT 1")]
    [InlineData($"BEGIN; SELECT 1; COMMIT; {Index}")]
    [InlineData($"BEGIN; SELECT 1; ROLLBACK; {Index}; SELECT 1")]
    [InlineData($"DROP INDEX CONCURRENTLY IF EXISTS absent; {Index}")]
    [InlineData($"CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON purchase (customer_id); {Index}")]
    [InlineData($"ALTER SYSTEM RESET work_mem; {Index}")]
    [InlineData("SELECT 1; ALTER TYPE mood ADD VALUE 'sad'")]
    [InlineData("SELECT 1; REFRESH MATERIALIZED VIEW CONCURRENTLY totals")]
    [InlineData("SELECT 1; REINDEX TABLE purchase")]
    [InlineData("SELECT 1; ALTER TABLE measurement DETACH PARTITION measurement_old")]
    [InlineData(Loop)]
    [InlineData($"{Loop}; SELECT 1")]
    [InlineData($"BEGIN; COMMIT; {Loop}")]
    public async Task WhatHasNothingOpenBeforeIt_OrIsNoSuchCommand_Runs(string sql)
    {
        foreach (var version in PostgresVersion.All)
        {
            await using var database = await CreateAsync(version);
            Assert.Equal((version, ""), (version, await RunAsync(database, sql)));
        }
    }

    [Theory]
    [InlineData($"CREATE INDEX CONCURRENTLY one ON purchase (customer_id); {Index}")]
    [InlineData($"DROP INDEX CONCURRENTLY IF EXISTS ix; {Index}")]
    [InlineData($"REINDEX INDEX CONCURRENTLY ix; {Index}")]
    [InlineData($"ALTER TABLE measurement DETACH PARTITION measurement_old CONCURRENTLY; {Index}")]
    [InlineData($"CLUSTER; {Index}")]
    public async Task WhatFollowsACommandThatOpenedTransactionsOfItsOwn_IsRefused(string sql)
    {
        foreach (var version in PostgresVersion.All)
        {
            await using var database = await CreateAsync(version);
            Assert.Equal((version, PostgresErrorCodes.ActiveSqlTransaction), (version, await RunAsync(database, sql)));
        }
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task CommitInABlock_FailsInATransaction_AndSince18AfterOtherStatementsOfItsCommand(int version)
    {
        await using var database = await CreateAsync(version);

        Assert.Equal(PostgresErrorCodes.InvalidTransactionTermination, await RunAsync(database, $"BEGIN; {Loop}; COMMIT"));
        Assert.Equal(version < 18 ? "" : PostgresErrorCodes.InvalidTransactionTermination, await RunAsync(database, $"SET lock_timeout = 0; {Loop}"));
    }

    [Theory]
    [InlineData("DROP INDEX CONCURRENTLY ix, other")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS absent, missing")]
    [InlineData("DROP INDEX CONCURRENTLY ix CASCADE")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS absent CASCADE")]
    [InlineData("DROP INDEX CONCURRENTLY ix_day")]
    [InlineData("CREATE INDEX CONCURRENTLY ON measurement (day)")]
    [InlineData("CREATE INDEX CONCURRENTLY ON ONLY measurement (day)")]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS fresh ON measurement (day)")]
    public async Task ImpossibleForm_IsRefused(string sql)
    {
        foreach (var version in PostgresVersion.All)
        {
            await using var database = await CreateAsync(version);
            Assert.Equal((version, PostgresErrorCodes.FeatureNotSupported), (version, await RunAsync(database, sql)));
        }
    }

    /// <summary>Unlike CREATE and DROP, REINDEX CONCURRENTLY goes through the partitions.</summary>
    [Theory]
    [InlineData("REINDEX INDEX CONCURRENTLY ix_day")]
    [InlineData("REINDEX TABLE CONCURRENTLY measurement")]
    [InlineData("CREATE INDEX CONCURRENTLY ON measurement_old (day)")]
    public async Task PossibleFormOnPartitions_Runs(string sql)
    {
        foreach (var version in PostgresVersion.All)
        {
            await using var database = await CreateAsync(version);
            Assert.Equal((version, ""), (version, await RunAsync(database, sql)));
        }
    }

    /// <summary>What ForeignQuotes takes for the SQL of another database.</summary>
    [Theory]
    [InlineData("DELETE FROM purchase WHERE [id] IN (1)")]
    [InlineData("DELETE FROM purchase WHERE NOT [id] = 1")]
    [InlineData("DELETE FROM purchase WHERE id = [id]")]
    [InlineData("DELETE FROM purchase WHERE ([id]) = 1")]
    [InlineData("DELETE FROM purchase WHERE purchase.[id] = 1")]
    [InlineData("DELETE FROM purchase USING [other] WHERE true")]
    [InlineData("INSERT INTO purchase SELECT 3, [id] FROM purchase")]
    [InlineData("UPDATE purchase SET [customer_id] = 1")]
    [InlineData("DELETE FROM purchase WHERE `id` = 1")]
    [InlineData("UPDATE purchase SET customer_id = `id` WHERE id = 1")]
    public async Task NameInTheQuotesOfAnotherDatabase_IsRefused(string sql)
    {
        foreach (var version in PostgresVersion.All)
        {
            await using var database = await CreateAsync(version);
            Assert.Equal((version, PostgresErrorCodes.SyntaxError), (version, await RunAsync(database, sql)));
        }
    }

    [Theory]
    [InlineData("SELECT x.end[1] FROM (SELECT ARRAY[[1, 2], [3, 4]] AS end) x")]
    [InlineData("SELECT NULL::time with time zone[], NULL::integer array [4], ('{1}'::numeric(10, 2)[])[1]")]
    public async Task BracketsOfAnArray_Run(string sql)
    {
        foreach (var version in PostgresVersion.All)
        {
            await using var database = await CreateAsync(version);
            Assert.Equal((version, ""), (version, await RunAsync(database, sql)));
        }
    }

    private static async Task<TestDatabase> CreateAsync(int version)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync(Shop, Cancellation);
        return database;
    }

    /// <returns>The SQLSTATE of the server's refusal, or nothing.</returns>
    private static async Task<string> RunAsync(TestDatabase database, string sql)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await command.ExecuteNonQueryAsync(Cancellation);
            return "";
        }
        catch (PostgresException refusal)
        {
            return refusal.SqlState;
        }
    }
}
