using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using PhasedMigrations.Testing.Consumers;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RefusedRowsAreCounted_AndTheOthersAsRows(bool isTransform)
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items + "UPDATE items SET name = CASE WHEN id % 1000 = 7 THEN 'none' ELSE id::text END; ALTER TABLE items ADD COLUMN n integer");
        await database.RegisterAsync(_name, phased => _ = isTransform
            ? phased.Transform("items", transform: "number", read: ["name"], write: ["n"], where: "n IS NULL")
            : phased.Backfill("items", "n = name::integer", "n IS NULL"));
        using var measured = new Measurements(_name);
        var options = PhasedDatabase.Quick with { Transforms = new BackfillTransforms().Add("number", (string name) => int.Parse(name, CultureInfo.InvariantCulture)) };

        Assert.Equal(PhasedRunOutcome.Blocked, (await database.RunAsync(options: options)).Outcome);

        Assert.Equal(3, measured.Sum("phased.rows.refused", "{row}"));
        Assert.All(measured.Of("phased.rows.refused"), one => Assert.Equal("\"public\".\"items\"", one.Tags["phased.table"]));
        Assert.Equal(2997, measured.Sum("phased.rows", "{row}"));
    }

    [Fact]
    public async Task RefusedRowsOfTheSweepAreCounted()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items + """
            ALTER TABLE items ADD CHECK (id <> 10500 OR name IS NULL);
            CREATE FUNCTION add() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO items SELECT g FROM generate_series(10001, 10500) g ON CONFLICT DO NOTHING;
                RETURN NULL;
            END $$;
            """);
        await database.RegisterAsync(_name, phased => phased.Backfill("items", "name = 'x'", "name IS NULL"));
        // The end of the table is read: the new rows are beyond it.
        await database.ExecuteAsync("CREATE TRIGGER add AFTER INSERT ON phased.lanes EXECUTE FUNCTION add()");
        using var measured = new Measurements(_name);

        Assert.Equal(PhasedRunOutcome.Blocked, (await database.RunAsync()).Outcome);

        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM phased.chunks WHERE round IS NOT NULL AND state = 'failed'"));
        Assert.Equal(1, measured.Sum("phased.rows.refused", "{row}"));
    }

    [Fact]
    public async Task VerifiedRowsAreCounted()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items + """
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'wrong'; RETURN NEW; END $$;
            CREATE TRIGGER spoil BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.id IN (5, 6)) EXECUTE FUNCTION spoil();
            CREATE TABLE owners (id bigint PRIMARY KEY);
            INSERT INTO owners SELECT g FROM generate_series(2, 3000) g;
            """);
        await database.RegisterAsync(_name, phased => phased.Backfill("items", "name = 'x'", "name IS NULL").AddForeignKey("fk", "items", ["id"], "owners", ["id"]));
        await database.RunAsync();
        await database.ExecuteAsync("DROP TRIGGER spoil ON items; UPDATE items SET name = 'own' WHERE id > 2990");
        using var measured = new Measurements(_name);

        await new PhasedRunner(database.DataSource).VerifyAsync(_name, new() { Mode = PhasedVerificationMode.Full, Repair = true }, cancellationToken: Cancellation);

        Assert.Equal((2990, 3000), (Of("", "values"), Of("", "orphans")));
        Assert.Equal((2, 1), (Of(".wrong", "values"), Of(".wrong", "orphans")));
        Assert.Equal((2, 0), (Of(".repaired", "values"), Of(".repaired", "orphans")));
        Assert.Equal((10, 0), (Of(".unjudged", "values"), Of(".unjudged", "orphans")));
        Assert.All(measured.Of("phased.verification.rows"), one => Assert.Equal("\"public\".\"items\"", one.Tags["phased.table"]));

        double Of(string kind, string subject) =>
            measured.Of($"phased.verification.rows{kind}").Where(one => one.Tags["phased.subject"] is string of && of == subject).Sum(one => one.Value);
    }

    [Fact]
    public void EveryInstrument_StandsInTheDocs_WithItsKindAndUnit()
    {
        var instruments = new ConcurrentQueue<string>();
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(PhasedMigrations.Telemetry.EngineMetrics).TypeHandle);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "PhasedMigrations")
                    instruments.Enqueue($"`{instrument.Name}` {instrument.GetType().Name.Split('`')[0].ToLowerInvariant()} {Unit(instrument)}");
            },
        };
        listener.Start();

        var documented = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "engine.md"))
            .Where(line => line.StartsWith("| `phased.", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6)
            .Select(cells => string.Join(' ', cells[1..4]));
        Assert.Equal(instruments.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));

        static string Unit(Instrument instrument) => instrument switch
        {
            { Unit: { } unit } => $"`{unit}`",
            { Name: "phased.signal.value" } => "the signal's",
            _ => "",
        };
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
