using Npgsql;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>Servers and roles that are set up in odd ways: the run ends in a clear state, or is not impressed.</summary>
public sealed class WrongSettingsTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, price bigint NOT NULL, is_cents boolean NOT NULL DEFAULT false);
        INSERT INTO items SELECT g, g FROM generate_series(1, 3000) g;
        ANALYZE items;
        """;

    private static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with { InitialBatchRows = 200, Workers = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<PhasedDatabase> CreateAsync()
    {
        var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("m", p => p.Backfill("items", "price = price * 100, is_cents = true", "NOT is_cents"));
        return database;
    }

    private static Task<int> SetAsync(PhasedDatabase database, string setting) =>
        database.ExecuteAsync($"ALTER DATABASE \"{database.Database.Name}\" {setting}");

    // New sessions have the settings of the database.
    private static async Task<PhasedMigrationResult> RunAsync(PhasedDatabase database)
    {
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { ApplicationName = "engine" };
        await using var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);
        return Assert.Single((await new PhasedRunner(dataSource, Options).RunAsync(cancellationToken: Cancellation)).Migrations);
    }

    private static async Task AssertCompleteAsync(PhasedDatabase database, PhasedMigrationResult result)
    {
        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE price <> id * 100 OR NOT is_cents"));
    }

    [Fact]
    public async Task ReadOnlyDatabase_IsSaid_AndGoesOnAfterwards()
    {
        await using var database = await CreateAsync();
        await SetAsync(database, "SET default_transaction_read_only = on");

        var result = await RunAsync(database);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("read-only: connect to the primary", result.Message, StringComparison.Ordinal);
        await SetAsync(database, "RESET default_transaction_read_only");
        await AssertCompleteAsync(database, await RunAsync(database));
    }

    [Theory]
    [InlineData("SET search_path = nowhere")]
    [InlineData("SET default_transaction_isolation = 'serializable'")]
    [InlineData("SET default_transaction_isolation = 'repeatable read'")]
    [InlineData("SET lock_timeout = '1ms'")]
    [InlineData("SET datestyle = 'SQL, DMY'")]
    public async Task OddDefaults_ChangeNothing(string setting)
    {
        await using var database = await CreateAsync();
        await SetAsync(database, setting);

        await AssertCompleteAsync(database, await RunAsync(database));
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("55P03")]
    public async Task TransientError_IsTriedAgain_AndNoRowIsChangedTwice(string state)
    {
        await using var database = await CreateAsync();
        await database.ExecuteAsync($"""
            CREATE SEQUENCE met;
            CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                -- A sequence does not roll back, so the same batch gets through the next time.
                IF nextval('met') % 2 = 1 THEN
                    RAISE EXCEPTION 'not now' USING ERRCODE = '{state}';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER meet BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.id % 1000 = 0) EXECUTE FUNCTION meet();
            """);

        await AssertCompleteAsync(database, await RunAsync(database));
        Assert.True(await database.ScalarAsync<long>("SELECT last_value FROM met") >= 6);
    }

    // A disk that is really full needs a file system of its own, which only an administrator can make; the server says it with this error.
    [Fact]
    public async Task FullDisk_IsSaid_AndGoesOnAfterwards()
    {
        await using var database = await CreateAsync();
        await database.ExecuteAsync("""
            CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'could not extend file "base/5/16396": No space left on device' USING ERRCODE = '53100', HINT = 'Check free disk space.';
            END $$;
            CREATE TRIGGER fill BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.id = 2500) EXECUTE FUNCTION fill();
            """);

        var result = await RunAsync(database);

        Assert.NotEqual(PhasedRunOutcome.Complete, result.Outcome);
        Assert.Contains("No space left on device", result.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.failed_rows"));
        await database.ExecuteAsync("DROP TRIGGER fill ON items");
        await AssertCompleteAsync(database, await RunAsync(database));
    }

    [Fact]
    public async Task ServerInRecovery_IsSaid_AndNothingHappens()
    {
        await using var primary = await PostgresServer.StartAsync(18, new(), Cancellation);
        await using var replica = await primary.StartReplicaAsync("standby", cancellationToken: Cancellation);
        await using var database = await PhasedDatabase.CreateAsync(primary, Items);
        await database.RegisterAsync("m", p => p.Backfill("items", "price = price * 100, is_cents = true", "NOT is_cents"));
        await using var standby = NpgsqlDataSource.Create(replica.ConnectionString(database.Database.Name));
        while (!await HasMigrationAsync(standby))
            Cancellation.ThrowIfCancellationRequested();

        var result = Assert.Single((await new PhasedRunner(standby, Options).RunAsync(cancellationToken: Cancellation)).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("connect to the primary", result.Message, StringComparison.Ordinal);
        await AssertCompleteAsync(database, await RunAsync(database));
    }

    private static async Task<bool> HasMigrationAsync(NpgsqlDataSource standby)
    {
        try
        {
            await using var command = standby.CreateCommand("SELECT count(*) > 0 FROM phased.migrations");
            return (bool)(await command.ExecuteScalarAsync(Cancellation))!;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName)
        {
            // Not replayed yet.
            return false;
        }
    }

    [Fact]
    public async Task RightRevokedMeanwhile_IsNamed_AndGoesOnWhenItIsBack()
    {
        await using var database = await CreateAsync();
        var role = $"engine_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"""
            CREATE ROLE {role} LOGIN;
            GRANT USAGE ON SCHEMA phased TO {role};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA phased TO {role};
            GRANT SELECT, UPDATE ON items TO {role};
            """);
        var builder = new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { Username = role, Pooling = false };
        var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);
        await using (dataSource)
        {
            await using var application = await database.DataSource.OpenConnectionAsync(Cancellation);
            await using var transaction = await application.BeginTransactionAsync(Cancellation);
            await using var hold = new NpgsqlCommand("SELECT 1 FROM items WHERE id = 1 FOR UPDATE", application);
            await hold.ExecuteNonQueryAsync(Cancellation);
            var run = new PhasedRunner(dataSource, Options).RunAsync(cancellationToken: Cancellation);
            while (!run.IsCompleted && !await database.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM phased.chunks)"))
                Cancellation.ThrowIfCancellationRequested();
            await database.ExecuteAsync($"REVOKE UPDATE ON items FROM {role}");
            await transaction.CommitAsync(Cancellation);

            var result = Assert.Single((await run).Migrations);
            Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
            Assert.Contains("permission denied for table items", result.Message, StringComparison.Ordinal);
            Assert.Contains("Grant the right", result.Message, StringComparison.Ordinal);
            await database.ExecuteAsync($"GRANT UPDATE ON items TO {role}");
            await AssertCompleteAsync(database, Assert.Single((await new PhasedRunner(dataSource, Options).RunAsync(cancellationToken: Cancellation)).Migrations));
        }

        await database.ExecuteAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
    }
}
