using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Tests.Execution;

public sealed class RunnerTests
{
    private const string Users = """
        CREATE TABLE users (id bigint PRIMARY KEY, name text, touched integer NOT NULL DEFAULT 0, verified boolean);
        INSERT INTO users SELECT g, 'n' || g FROM generate_series(1, 3000) g;
        """;

    private static void Verify(PhasedMigrationBuilder phased) =>
        phased.Backfill("users", "verified = false", "verified IS NULL").SetNotNull("users", "verified");

    [Fact]
    public async Task NothingRegistered_IsComplete_AndLeavesTheDatabaseAlone()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync()).Outcome);
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regnamespace('phased') IS NULL"));
    }

    [Fact]
    public async Task Contract_WaitsUntilItIsAskedFor()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("Verify", Verify);

        var result = await database.RunAsync();

        Assert.Equal(PhasedRunOutcome.AwaitingContract, result.Outcome);
        Assert.Contains("phased contract Verify", result.Migrations[0].Message, StringComparison.Ordinal);
        // The old application still inserts without the column.
        await database.ExecuteAsync("INSERT INTO users (id) VALUES (5000)");

        await new PhasedRunner(database.DataSource).RequestContractAsync("Verify", TestContext.Current.CancellationToken);
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync()).Outcome);
        await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("INSERT INTO users (id) VALUES (5001)"));
    }

    [Fact]
    public async Task UnknownName_IsReportedWithNearOnes()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("RequireVerified", Verify);

        var error = await Assert.ThrowsAsync<UnknownObjectException>(() => database.RunAsync(new() { Migrations = ["RequireVerifed"] }));

        Assert.Contains("Did you mean RequireVerified", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreachableServer_IsReportedWithoutTheConnectionString()
    {
        await using var dataSource = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=somebody;Password=top-secret;Database=shop;Timeout=2");

        var error = await Assert.ThrowsAsync<ServerUnreachableException>(
            () => new PhasedRunner(dataSource).RunAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.DoesNotContain("top-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewerSchema_IsRefused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("Verify", Verify);
        await database.ExecuteAsync("UPDATE phased.schema_version SET version = 99");

        var error = await Assert.ThrowsAsync<SchemaVersionException>(() => database.RunAsync());

        Assert.Contains("99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DefinitionOfANewerVersion_BlocksOnlyItself()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("Later", p => p.SetNotNull("users", "name"));
        await database.RegisterAsync("Now", p => p.CreateIndex("ix", "users", "name"));
        await database.ExecuteAsync("UPDATE phased.migrations SET definition = jsonb_set(definition, '{operations,0,operation}', '\"splitTable\"') WHERE name = 'Later'");

        var result = await database.RunAsync();

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.IsType<InvalidDefinitionException>(result.Migrations[0].Error);
        Assert.Equal(PhasedRunOutcome.Complete, result.Migrations[1].Outcome);
    }

    [Fact]
    public async Task SearchPathOfTheRegistration_IsUsedByEveryRunner()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, $"""
            CREATE SCHEMA shop;
            CREATE TABLE users (id integer);
            SET search_path = shop;
            {Users}
            CREATE FUNCTION initial() RETURNS boolean LANGUAGE sql AS 'SELECT false';
            """);
        await database.ExecuteAsync($"""
            SET search_path = shop, public;
            {PhasedDatabase.Registration("Verify", p => p
                .Backfill("users", "verified = initial()", "verified IS NULL").SetNotNull("users", "verified").CreateIndex("ix", "users", "name"))};
            RESET search_path;
            """);

        await database.CompleteAsync();

        Assert.True(await database.ScalarAsync<bool>("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'shop.users'::regclass AND attname = 'verified'"));
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('shop.ix') IS NOT NULL"));
    }

    [Fact]
    public async Task Status_TellsStepsRowsAndReasons()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + "ANALYZE users;");
        await database.RegisterAsync("Verify", Verify);
        await database.RunAsync();

        var status = Assert.Single(await new PhasedRunner(database.DataSource).GetStatusAsync(TestContext.Current.CancellationToken));

        Assert.Equal(PhasedMigrationState.AwaitingContract, status.State);
        Assert.Null(status.Owner);
        Assert.All(status.Steps, step => Assert.True(step.IsDone));
        var backfill = status.Steps[0];
        Assert.Equal((3000L, 3000L), (backfill.RowsDone, backfill.RowsTotal));
    }

    [Fact]
    public async Task Progress_TellsEachStepAndItsRows()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users + "ANALYZE users;");
        await database.RegisterAsync("Verify", Verify);
        var progress = new ProgressLog();

        await database.RunAsync(progress: progress);

        Assert.Equal(PhasedProgressKind.MigrationStarted, progress.Reports[0].Kind);
        Assert.Equal(PhasedProgressKind.MigrationFinished, progress.Reports[^1].Kind);
        Assert.Equal(
            progress.Reports.Where(r => r.Kind == PhasedProgressKind.StepStarted).Select(r => r.Step),
            progress.Reports.Where(r => r.Kind == PhasedProgressKind.StepFinished).Select(r => r.Step));
        var last = progress.Reports.Last(r => r.Kind == PhasedProgressKind.StepAdvanced);
        Assert.Equal((3000L, 3000L, "rows"), (last.Done, last.Total, last.Unit));
    }

    [Fact]
    public async Task Reverting_WhileItRuns_EndsTheRun()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("Touch", p => p.Backfill("users", "touched = touched + 1", "touched >= 0"));
        var progress = new ProgressLog();

        var run = database.RunAsync(options: PhasedDatabase.Quick with { InitialBatchRows = 50, TargetBatchTime = TimeSpan.FromMilliseconds(1), PauseRatio = 100 }, progress: progress);
        await progress.SeenAsync(report => report is { Kind: PhasedProgressKind.StepAdvanced, Done: > 0 });
        await database.RevertAsync("Touch");

        Assert.Contains("reverted", (await run).Migrations[0].Message, StringComparison.Ordinal);
        Assert.True(await database.ScalarAsync<int>("SELECT max(touched) FROM users") <= 1);
    }

    [Fact]
    public void OptionOutOfRange_IsNamed()
    {
        using var dataSource = NpgsqlDataSource.Create("Host=127.0.0.1");

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new PhasedRunner(dataSource, new() { LockTimeout = TimeSpan.FromMinutes(1) }));

        Assert.Contains("between 0.1 and 10 seconds", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<PhasedRunnerOptions> WrongChunkings =>
    [
        new PhasedRunnerOptions { ModuloPartitions = 1 },
        new PhasedRunnerOptions { ModuloPartitions = 10_001 },
        new PhasedRunnerOptions { Chunking = BackfillChunking.TimeRanges },
        new PhasedRunnerOptions { TimeColumn = "at" },
    ];

    [Theory, MemberData(nameof(WrongChunkings), DisableDiscoveryEnumeration = true)]
    public void ChunkingThatDoesNotGoWithItsParameters_IsRefused(PhasedRunnerOptions options) =>
        Assert.Throws<ArgumentOutOfRangeException>(options.Validated);

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task Plan_ShowsWhatIsLeft_AndNothingWhenNothingIs(int version)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Users);
        await database.RegisterAsync("Verify", Verify);
        var runner = new PhasedRunner(database.DataSource);

        var before = Assert.Single(await runner.PlanAsync(cancellationToken: TestContext.Current.CancellationToken));
        await database.RunAsync();
        var waiting = Assert.Single(await runner.PlanAsync(cancellationToken: TestContext.Current.CancellationToken));
        await database.ContractAsync("Verify");

        Assert.Equal(
            [PhasedPhase.Migrate, PhasedPhase.Migrate, PhasedPhase.Migrate, PhasedPhase.Migrate, PhasedPhase.Contract],
            before.Steps.Select(step => step.Phase));
        Assert.Equal([PhasedPhase.Contract], waiting.Steps.Select(step => step.Phase));
        Assert.Empty(await runner.PlanAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Empty(await runner.PlanAsync(["Verify"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task LostExpandObjects_AreMadeAgain()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Users);
        await database.RegisterAsync("Verify", Verify);
        await database.ExecuteAsync("DROP TRIGGER \"~phased_fill_verified\" ON users");

        await database.RunAsync();
        await database.ExecuteAsync("INSERT INTO users (id) VALUES (5000)");

        Assert.False(await database.ScalarAsync<bool?>("SELECT verified FROM users WHERE id = 5000"));
    }

    [Fact]
    public void InlineContract_HasTheSameStatementsAsThePlan()
    {
        var builder = new PhasedMigrationBuilder();
        Verify(builder);

        Assert.Contains(OperationScripts.For("Verify", builder.Build())[1].Contract[0], InlineMigration.Phased("Verify", builder.Build()), StringComparison.Ordinal);
    }
}
