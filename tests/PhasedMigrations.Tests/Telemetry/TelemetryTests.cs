using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using PhasedMigrations.Tests.Execution;

namespace PhasedMigrations.Tests.Telemetry;

/// <summary>The names, units and tags that docs/engine.md promises.</summary>
public sealed class TelemetryTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, name text);
        INSERT INTO items SELECT g FROM generate_series(1, 3000) g;
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Other tests measure at the same time: the name of the migration tells which is ours.
    private readonly string _name = $"Name{Guid.NewGuid():N}";

    private void Name(PhasedMigrationBuilder phased) => phased.Backfill("items", "name = 'x'", "name IS NULL").SetNotNull("items", "name");

    [Fact]
    public async Task BatchesAreCounted()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync(_name, Name);
        using var measured = new Measurements(_name);

        await database.RunAsync();

        var batches = await database.ScalarAsync<long>("SELECT sum(stripes) FROM phased.chunks WHERE round IS NULL");
        Assert.Equal(batches, measured.Sum("phased.batches", "{batch}"));
        Assert.Equal(3000, measured.Sum("phased.rows", "{row}"));
        Assert.Equal((double)await database.ScalarAsync<decimal>("SELECT sum(hot_rows) FROM phased.chunks"), measured.Sum("phased.rows.hot", "{row}"));
        Assert.Equal((double)await database.ScalarAsync<decimal>("SELECT sum(wal_bytes) FROM phased.chunks"), measured.Sum("phased.wal", "By"));
        Assert.Equal(batches, measured.Count("phased.batch.duration", "s"));
        Assert.All(measured.Of("phased.batches"), one => Assert.Equal("\"public\".\"items\"", one.Tags["phased.table"]));
        Assert.Equal(0, measured.Of("phased.held")[^1].Value);
    }

    [Fact]
    public async Task RetriesAreCounted()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync(_name, Name);
        await using var row = await Control.HeldRow.TakeAsync(database, "items", 17);
        using var measured = new Measurements(_name);
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress);
        await progress.SeenAsync(report => report.Message?.StartsWith("Trying a batch again", StringComparison.Ordinal) == true);
        await row.LetGoAsync();
        await run;

        Assert.True(measured.Sum("phased.batches.retried", "{batch}") >= 1);
    }

    [Fact]
    public async Task TimeOfHoldsIsCounted()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync(_name, Name);
        await new PhasedRunner(database.DataSource).PauseAsync(_name, cancellationToken: Cancellation);
        using var measured = new Measurements(_name);
        var progress = new ProgressLog();

        var run = database.RunAsync(progress: progress);
        await progress.SeenAsync(report => report.HeldSince is not null);
        await new PhasedRunner(database.DataSource).ResumeAsync(_name, Cancellation);
        await run;

        Assert.True(measured.Sum("phased.hold.duration", "s") > 0);
    }

    [Fact]
    public async Task SignalsAreMeasured()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync(_name, Name);
        using var measured = new Measurements(migration: null);

        await database.RunAsync();

        Assert.Contains(measured.Of("phased.signal.value"), one => one.Tags["phased.signal"] is "lock-waiters");
    }

    [Fact]
    public async Task RunAndSteps_AreSpans()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync(_name, Name);
        var ended = new ConcurrentQueue<Activity>();
        using var listener = Listen(ended);

        await database.RunAsync(new() { Contract = true });

        var run = Assert.Single(ended, span => span.OperationName == "phased.run");
        Assert.Equal("Complete", run.GetTagItem("phased.outcome"));
        var steps = ended.Where(span => span.OperationName == "phased.step").ToList();
        Assert.All(steps, step => Assert.Equal(run.SpanId, step.ParentSpanId));
        Assert.Equal(["migrate:backfill", "contract:contract"], [Kind(steps[0]), Kind(steps[^1])]);
        Assert.Equal("backfill public.items (name) in batches", steps[0].GetTagItem("phased.step"));

        static string Kind(Activity step) => $"{step.GetTagItem("phased.phase")}:{step.GetTagItem("phased.step.kind")}";
    }

    [Fact]
    public async Task BlockedStep_IsAnError()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync(_name, phased => phased.SetNotNull("items", "name"));
        var ended = new ConcurrentQueue<Activity>();
        using var listener = Listen(ended);

        Assert.Equal(PhasedRunOutcome.Blocked, (await database.RunAsync()).Outcome);

        Assert.Equal(["phased.step", "phased.run"], ended.Where(span => span.Status == ActivityStatusCode.Error).Select(span => span.OperationName));
    }

    private ActivityListener Listen(ConcurrentQueue<Activity> ended)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "PhasedMigrations",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("phased.migration") is string name && name == _name)
                    ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>What the meter said about one migration, or about none.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly ConcurrentQueue<(Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)> _all = new();
        private readonly MeterListener _listener = new();

        public Measurements(string? migration)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "PhasedMigrations")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(migration, instrument, value, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(migration, instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(migration, instrument, value, tags));
            _listener.Start();
        }

        public List<(double Value, IReadOnlyDictionary<string, object?> Tags)> Of(string name) =>
            [.. _all.Where(one => one.Instrument.Name == name).Select(one => (one.Value, one.Tags))];

        public double Sum(string name, string unit) => WithUnit(name, unit).Sum(one => one.Value);

        public double Count(string name, string unit) => WithUnit(name, unit).Count;

        public void Dispose() => _listener.Dispose();

        private List<(Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)> WithUnit(string name, string unit)
        {
            var found = _all.Where(one => one.Instrument.Name == name).ToList();
            Assert.All(found, one => Assert.Equal(unit, one.Instrument.Unit));
            return found;
        }

        private void Add(string? migration, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = new Dictionary<string, object?>(tags.ToArray());
            if (all.GetValueOrDefault("phased.migration") as string == migration)
                _all.Enqueue((instrument, value, all));
        }
    }
}
