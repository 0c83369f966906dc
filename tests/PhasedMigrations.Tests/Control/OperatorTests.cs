using Npgsql;
using PhasedMigrations.Tests.Execution;

namespace PhasedMigrations.Tests.Control;

/// <summary>What an operator asks for on one machine reaches the runs of every other one, through the schema phased.</summary>
public sealed class OperatorTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0, name text);
        INSERT INTO items SELECT g, 0, 'n' || g FROM generate_series(1, 5000) g;
        CREATE TABLE others (id bigint PRIMARY KEY, name text);
        INSERT INTO others SELECT g FROM generate_series(1, 10) g;
        """;

    // Two workers: one has the batch that is held up, the other one meets the gate.
    private static readonly PhasedRunnerOptions Two = PhasedDatabase.Quick with { Workers = 2, InitialBatchRows = 50, StopGrace = TimeSpan.FromSeconds(0.1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static void Touch(PhasedMigrationBuilder phased) => phased.Backfill("items", "touched = touched + 1", "touched >= 0");

    private static void Name(PhasedMigrationBuilder phased) => phased.Backfill("items", "name = 'none'", "name IS NULL").SetNotNull("items", "name");

    private static PhasedRunner Operator(PhasedDatabase database) => new(database.DataSource);

    private static Task<IReadOnlyList<string>> EventsAsync(PhasedDatabase database, string kind) =>
        database.ColumnAsync<string>($"SELECT message FROM phased.events WHERE kind = '{kind}' ORDER BY id");

    [Fact]
    public async Task Paused_RunsFinishTheirBatchesAndHold_UntilResumed()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        await using var row = await HeldRow.TakeAsync(database, "items", 2_345);
        var (first, second) = (new ProgressLog(), new ProgressLog());

        var runs = new[] { database.RunAsync(options: Two, progress: first), database.RunAsync(options: Two, progress: second) };
        await first.SeenAsync(report => report.Kind == PhasedProgressKind.StepAdvanced);
        await Operator(database).PauseAsync("Touch", "backup until noon", Cancellation);
        await first.SeenAsync(IsPause);
        await second.SeenAsync(IsPause);
        await row.LetGoAsync();
        while (await database.ScalarAsync<int>("SELECT touched FROM items WHERE id = 2345") == 0)
            Assert.DoesNotContain(runs, run => run.IsCompleted);

        // The last batch is done, but as long as it is paused nobody so much as looks whether anything is left.
        Assert.Equal("running", await database.ScalarAsync<string>("SELECT state FROM phased.steps"));
        var status = Assert.Single(await Operator(database).GetStatusAsync(Cancellation));
        Assert.Equal("backup until noon", status.ControlReason);
        Assert.NotNull(status.PausedAt);
        Assert.True(await Operator(database).ResumeAsync("Touch", Cancellation));
        Assert.All(await Task.WhenAll(runs), result => Assert.Equal(PhasedRunOutcome.Complete, result.Outcome));

        Assert.Equal(["1"], await database.ColumnAsync<string>("SELECT DISTINCT touched::text FROM items"));
        Assert.EndsWith(": backup until noon", Assert.Single(await EventsAsync(database, "paused")), StringComparison.Ordinal);
        Assert.Single(await EventsAsync(database, "resumed"));

        static bool IsPause(PhasedProgress report) => report.Kind == PhasedProgressKind.Waiting && report.HeldSince is not null
            && report.Message == "paused by an operator: backup until noon; phased resume Touch goes on";
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartedWhilePaused_WaitsBeforeTheFirstStep(bool isIndex)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Wait", isIndex ? phased => phased.CreateIndex("ix", "items", "name") : Touch);
        await Operator(database).PauseAsync("Wait", cancellationToken: Cancellation);
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress);
        await progress.SeenAsync(report => report.Message == "paused by an operator; phased resume Wait goes on");
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.steps"));
        await Operator(database).ResumeAsync("Wait", Cancellation);

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
    }

    [Fact]
    public async Task PausedForLongerThanTheRunMayTake_CanBeResumed()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        await Operator(database).PauseAsync("Touch", cancellationToken: Cancellation);

        var result = await database.RunAsync(options: PhasedDatabase.Quick with { MaxDuration = TimeSpan.FromSeconds(0.5) });

        Assert.Equal(PhasedRunOutcome.Interrupted, result.Outcome);
        Assert.Contains("taken as long as it may (00:00:00.5000000). Everything done so far is kept; run again", result.Migrations[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_RunsEnd_AndNothingGoesOnUntilResumed()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        await database.RegisterAsync("Other", phased => phased.Backfill("others", "name = 'x'", "name IS NULL"));
        await using var row = await HeldRow.TakeAsync(database, "items", 2_345);
        var progress = new ProgressLog();

        // The row is never let go: the run cannot come to its end by itself.
        var run = database.RunAsync(options: Two, progress: progress);
        await progress.SeenAsync(report => report.Kind == PhasedProgressKind.StepAdvanced);
        await Operator(database).CancelAsync("Touch", "wrong column", Cancellation);
        var result = await run;

        Assert.Equal(PhasedRunOutcome.Cancelled, result.Outcome);
        Assert.Equal(
            "The phased migration Touch was cancelled by an operator (wrong column). Everything done so far is kept. phased resume Touch goes on; RevertPhased undoes it.",
            result.Migrations[0].Message);
        Assert.Equal(PhasedRunOutcome.Complete, result.Migrations[1].Outcome);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks WHERE state = 'running' AND lease_until > clock_timestamp()"));
        Assert.Equal(0, await database.ScalarAsync<int>("SELECT touched FROM items WHERE id = 2345"));
        await row.LetGoAsync();
        Assert.Equal(PhasedRunOutcome.Cancelled, (await database.RunAsync(new() { Contract = true })).Outcome);
        Assert.Equal(0, await database.ScalarAsync<int>("SELECT touched FROM items WHERE id = 2345"));

        await Operator(database).ResumeAsync("Touch", Cancellation);
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync()).Outcome);
        Assert.Equal(["1"], await database.ColumnAsync<string>("SELECT DISTINCT touched::text FROM items"));
    }

    [Fact]
    public async Task CancelledWhilePaused_EndsTheRunThatWaits()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        await Operator(database).PauseAsync("Touch", cancellationToken: Cancellation);
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress);
        await progress.SeenAsync(report => report.HeldSince is not null);
        await Operator(database).CancelAsync("Touch", cancellationToken: Cancellation);

        Assert.Equal(PhasedRunOutcome.Cancelled, (await run).Outcome);
    }

    [Fact]
    public async Task Cancelled_ContractIsRefused_InEveryWay()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Name", Name);
        Assert.Equal(PhasedRunOutcome.AwaitingContract, (await database.RunAsync()).Outcome);
        await Operator(database).CancelAsync("Name", "not yet", Cancellation);

        var asked = await Assert.ThrowsAsync<MigrationCancelledException>(() => Operator(database).RequestContractAsync("Name", Cancellation));
        var migrated = await Assert.ThrowsAsync<PostgresException>(() => database.ContractAsync("Name"));

        Assert.Contains("not yet", asked.Message, StringComparison.Ordinal);
        Assert.Equal("PM008", migrated.SqlState);
        Assert.Equal(PhasedRunOutcome.Cancelled, (await database.RunAsync(new() { Contract = true })).Outcome);
        Assert.Equal("awaiting_contract", await database.StateAsync("Name"));
        Assert.Null(await database.ScalarAsync<DateTime?>("SELECT contract_requested_at FROM phased.migrations"));

        await Operator(database).ResumeAsync("Name", Cancellation);
        await database.CompleteAsync();
    }

    [Fact]
    public async Task CancelledWhileTheContractWaitsForItsLock_IsNotContracted()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Name", Name);
        await database.RunAsync();
        await using var reader = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var reading = await reader.BeginTransactionAsync(Cancellation);
        await using var read = new NpgsqlCommand("SELECT count(*) FROM items", reader, reading);
        await read.ExecuteScalarAsync(Cancellation);
        var progress = new ProgressLog();

        var run = database.RunAsync(new() { Contract = true }, progress: progress);
        await progress.SeenAsync(report => report.Message?.StartsWith("Waiting for a lock", StringComparison.Ordinal) == true);
        await Operator(database).CancelAsync("Name", cancellationToken: Cancellation);
        var result = await run;

        Assert.Equal(PhasedRunOutcome.Cancelled, result.Outcome);
        Assert.Equal("awaiting_contract", await database.StateAsync("Name"));
    }

    [Fact]
    public async Task CompleteMigration_TakesNoRequests()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        await database.RunAsync();

        foreach (var request in new[]
                 {
                     Operator(database).PauseAsync("Touch", cancellationToken: Cancellation), Operator(database).CancelAsync("Touch", cancellationToken: Cancellation),
                     Operator(database).SetPaceAsync("Touch", new() { Workers = 1 }, Cancellation),
                 })
            Assert.Contains("is complete", (await Assert.ThrowsAsync<PhasedMigrationException>(() => request)).Message, StringComparison.Ordinal);
        Assert.False(await Operator(database).ResumeAsync("Touch", Cancellation));
        await Assert.ThrowsAsync<UnknownObjectException>(() => Operator(database).PauseAsync("Tuch", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task CancelledMigration_CannotBePaused()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        await Operator(database).CancelAsync("Touch", "first", Cancellation);

        await Assert.ThrowsAsync<MigrationCancelledException>(() => Operator(database).PauseAsync("Touch", cancellationToken: Cancellation));
        Assert.Equal("first", Assert.Single(await Operator(database).GetStatusAsync(Cancellation)).ControlReason);
    }

    [Fact]
    public async Task Pace_IsKeptWithTheMigration_UntilItIsTakenBack()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("Touch", Touch);
        var pace = new PhasedPace { Pace = BackfillPace.Gentle, PauseRatio = 0.5, Workers = 2 };

        await Operator(database).SetPaceAsync("Touch", pace, Cancellation);
        Assert.Equal(pace, Assert.Single(await Operator(database).GetStatusAsync(Cancellation)).Pace);
        Assert.True(await database.ScalarAsync<bool>("""SELECT pace = '{"pace": "gentle", "pauseRatio": 0.5, "workers": 2}' FROM phased.migrations"""));

        await Operator(database).SetPaceAsync("Touch", null, Cancellation);
        Assert.Null(Assert.Single(await Operator(database).GetStatusAsync(Cancellation)).Pace);
        Assert.Equal(2, (await EventsAsync(database, "pace_changed")).Count);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Operator(database).SetPaceAsync("Touch", new() { Workers = 65 }, Cancellation));
    }
}
