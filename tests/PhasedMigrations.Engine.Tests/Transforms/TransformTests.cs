using Npgsql;
using PhasedMigrations.Testing;
using PhasedMigrations.Tests;
using PhasedMigrations.Tests.Execution;

namespace PhasedMigrations.Engine.Tests.Transforms;

/// <summary>Transformations among writing clients, with rows that are refused, and in processes that lack the transform.</summary>
public sealed class TransformTests
{
    private const string Items = """
        CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, slug text, n integer, version bigint NOT NULL DEFAULT 0);
        INSERT INTO items SELECT g, 'n' || g FROM generate_series(1, 3000) g;
        ANALYZE items;
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static PhasedRunnerOptions With(Func<string, string?> slug, int workers = 2) => PhasedDatabase.Quick with
    {
        InitialBatchRows = 500, Workers = workers, Transforms = new BackfillTransforms().Add("slug", slug),
    };

    private static async Task<PhasedDatabase> CreateAsync(int version, string sql = Items, string? where = "slug IS NULL")
    {
        var database = await PhasedDatabase.CreateAsync(version, sql);
        await database.RegisterAsync("m", p => p.Transform("items", "slug", ["name"], ["slug"], where));
        return database;
    }

    private static Task<IReadOnlyList<string>> FailedAsync(PhasedDatabase database) =>
        database.ColumnAsync<string>("SELECT row_key FROM phased.failed_rows WHERE retried_at IS NULL ORDER BY row_key");

    [Theory]
    [InlineData("id bigint PRIMARY KEY", "")]
    [InlineData("id bigint, PRIMARY KEY (name, id)", "")]
    [InlineData("id bigint PRIMARY KEY", "PARTITION BY RANGE (id)")]
    public async Task Rows_AreComputed_WhateverTheKey(string key, string partitions)
    {
        await using var database = await CreateAsync(18, $"""
            CREATE TABLE items ({key}, name text NOT NULL, slug text) {partitions};
            {(partitions.Length == 0 ? "" : "CREATE TABLE items_a PARTITION OF items FOR VALUES FROM (0) TO (1000); CREATE TABLE items_b PARTITION OF items DEFAULT;")}
            INSERT INTO items SELECT g, 'n''\' || g FROM generate_series(1, 3000) g;
            """);

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: With(name => $"s{name}"))).Outcome);

        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS DISTINCT FROM 's' || name"));
        Assert.Equal(3000m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
    }

    [Fact]
    public async Task EmptyTable_IsCompleteAtOnce()
    {
        await using var database = await CreateAsync(18, "CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, slug text)");

        Assert.Equal("completed", await database.StateAsync("m"));
    }

    [Fact]
    public async Task OtherWaysToCut_AreRefused()
    {
        await using var database = await CreateAsync(18);

        var result = await database.RunAsync(options: With(name => name) with { Chunking = BackfillChunking.PageWindows });

        Assert.Contains("goes along the key only", Assert.Single(result.Migrations).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SaysWhoComputes()
    {
        await using var database = await CreateAsync(18);

        var step = Assert.Single(Assert.Single(await new PhasedRunner(database.DataSource).PlanAsync(cancellationToken: Cancellation)).Steps);

        Assert.Equal("ranges of the key (id): what C# computes is written back by the key of the row", step.Chunks);
        Assert.Contains("only a process that has the transform slug", Assert.Single(step.Notes), StringComparison.Ordinal);
        Assert.Contains("slug computes slug in C#", step.Sql, StringComparison.Ordinal);
    }

    // The application writes between reading and writing, in the very rows: neither its name nor a slug for the old name may win.
    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task RowsChangedWhileTheyAreComputed_AreComputedAgain(int version)
    {
        await using var database = await CreateAsync(version, where: null);
        var calls = 0;
        var options = With(
            name =>
            {
                if (Interlocked.Increment(ref calls) == 250)
                    database.ExecuteAsync("UPDATE items SET name = 'x' || id WHERE id % 50 = 0; DELETE FROM items WHERE id % 70 = 0").GetAwaiter().GetResult();
                return $"s{name}";
            },
            workers: 1);

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: options)).Outcome);

        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS DISTINCT FROM 's' || name"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE name IS DISTINCT FROM CASE WHEN id % 50 = 0 THEN 'x' ELSE 'n' END || id"));
        Assert.True(calls > 3000 - 42, $"{calls} calls");
    }

    // It changes whenever somebody looks at it without a lock; under the lock it cannot.
    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task HotRow_IsFinishedUnderItsLock(int version)
    {
        await using var database = await CreateAsync(version, where: null);
        var (calls, locked) = (0, 0);
        var options = With(
            name =>
            {
                if (!name.StartsWith("hot", StringComparison.Ordinal) && name != "n7")
                    return $"s{name}";
                calls++;
                try
                {
                    database.ExecuteAsync("SET lock_timeout = '50ms'; UPDATE items SET name = 'hot' || version, version = version + 1 WHERE id = 7; RESET lock_timeout")
                        .GetAwaiter().GetResult();
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
                {
                    locked++;
                }

                return $"s{name}";
            },
            workers: 1);

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: options)).Outcome);

        Assert.Equal((5, 1), (calls, locked));
        Assert.Equal("shot3", await database.ScalarAsync<string>("SELECT slug FROM items WHERE id = 7"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS DISTINCT FROM 's' || name"));
    }

    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task RowsThatThrowOrAreRefused_AreNamed_AndAllOthersAreDone(int version)
    {
        await using var database = await CreateAsync(version, Items + "ALTER TABLE items ADD CHECK (slug <> 'bad'); CREATE UNIQUE INDEX ON items (slug); UPDATE items SET slug = 'taken' WHERE id = 3");
        string? Slug(string name) => name switch
        {
            "n7" => throw new FormatException("not a number"),
            "n1500" => "bad",
            "n2000" => "zero\0byte",
            "n2500" => "taken",
            _ => $"s{name}",
        };

        var result = Assert.Single((await database.RunAsync(options: With(Slug))).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("done but for 4 rows", result.Message, StringComparison.Ordinal);
        Assert.Contains("id = 7: FormatException: not a number", result.Message, StringComparison.Ordinal);
        Assert.Contains("23514", result.Message, StringComparison.Ordinal);
        Assert.Contains("23505", result.Message, StringComparison.Ordinal);
        Assert.Equal(2996L, await database.ScalarAsync<long>("SELECT count(slug) FROM items"));
        Assert.Contains("id = 7", await FailedAsync(database));

        var calls = 0;
        var again = await database.RunAsync(options: With(name =>
        {
            Interlocked.Increment(ref calls);
            return $"t{name}";
        }));

        Assert.True(again.Outcome == PhasedRunOutcome.Complete, again.Migrations[0].Message);
        // Only the rows that were left.
        Assert.Equal(4, calls);
        Assert.Equal(4L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug = 't' || name"));
        Assert.Equal(2995L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug = 's' || name"));
        Assert.Empty(await FailedAsync(database));
    }

    // Behind the walk, beyond its end, and under another key: none of these is in a range that is still to come.
    [Theory, MemberData(nameof(PostgresVersion.OldestAndNewest), MemberType = typeof(PostgresVersion))]
    public async Task RowsThatNoRangeSees_AreSwept(int version)
    {
        await using var database = await CreateAsync(version);
        var calls = 0;
        var options = With(
            name =>
            {
                if (++calls == 1200)
                    database.ExecuteAsync("""
                        INSERT INTO items SELECT -g, 'n' || -g FROM generate_series(1, 1500) g;
                        UPDATE items SET id = id + 1000000 WHERE id IN (2500, 3000);
                        UPDATE items SET slug = NULL WHERE id = 7
                        """).GetAwaiter().GetResult();
                // While they are swept, one of them moves once more.
                if (calls == 3005)
                    database.ExecuteAsync("UPDATE items SET id = -id WHERE id = 1003000").GetAwaiter().GetResult();
                return $"s{name}";
            },
            workers: 1);

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: options)).Outcome);

        Assert.Equal(4500L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug = 's' || name"));
        Assert.Equal(2, await database.ScalarAsync<int>("SELECT max(round) FROM phased.chunks"));
    }

    // What the transform cannot say stays NULL and pending; it is asked once more, and then it is enough.
    [Fact]
    public async Task NullAsResult_EndsAllTheSame()
    {
        await using var database = await CreateAsync(18);
        var calls = 0;

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: With(
            name =>
            {
                calls++;
                return name == "n8" ? null : name;
            },
            workers: 1))).Outcome);

        Assert.Equal([8L], await database.ColumnAsync<long>("SELECT id FROM items WHERE slug IS NULL"));
        Assert.Equal(3001, calls);
    }

    [Fact]
    public async Task TransformThatAlwaysThrows_MeetsTheLimit()
    {
        await using var database = await CreateAsync(18);
        var calls = 0;
        var options = With(
            _ =>
            {
                calls++;
                throw new FormatException("never");
            },
            workers: 1) with { FailedRowLimit = 20 };

        var result = Assert.Single((await database.RunAsync(options: options)).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("FailedRowLimit", result.Message, StringComparison.Ordinal);
        Assert.Equal(20, calls);
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: With(name => name))).Outcome);
        Assert.Equal(3000L, await database.ScalarAsync<long>("SELECT count(slug) FROM items"));
    }

    [Fact]
    public async Task NullForAMemberThatTakesNone_RefusesTheRow()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items + "UPDATE items SET n = id WHERE id <> 5");
        await database.RegisterAsync("m", p => p.Transform("items", "slug", ["n"], ["slug"], "slug IS NULL"));
        var transforms = new BackfillTransforms().Add("slug", (int n) => $"s{n}");

        var result = await database.RunAsync(options: PhasedDatabase.Quick with { Transforms = transforms });

        Assert.Contains("n is NULL, and the row does not take null", result.Migrations[0].Message, StringComparison.Ordinal);
        Assert.Equal(["id = 5"], await FailedAsync(database));
        Assert.Equal(2999L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug = 's' || id"));
    }

    [Fact]
    public async Task UpdateThatATriggerWithholds_IsNamed()
    {
        await using var database = await CreateAsync(18, Items + """
            CREATE FUNCTION withhold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER withhold BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.id = 9) EXECUTE FUNCTION withhold();
            """);

        var result = await database.RunAsync(options: With(name => name));

        Assert.Contains("id = 9: The server did not change the row", result.Migrations[0].Message, StringComparison.Ordinal);
        Assert.Equal(2999L, await database.ScalarAsync<long>("SELECT count(slug) FROM items"));
    }

    [Fact]
    public async Task ProcessWithoutTheTransform_DoesWhatStandsBefore_AndSaysWhoMustGoOn()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("m", p => p.Backfill("items", "n = 1", "n IS NULL").Transform("items", "slug", ["name"], ["slug"]));

        var result = Assert.Single((await database.RunAsync(options: PhasedDatabase.Quick with { Transforms = new BackfillTransforms().Add("other", (string s) => s) })).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Equal("slug", Assert.IsType<MissingTransformException>(result.Error).Transform);
        Assert.Contains("registered here: other", result.Message, StringComparison.Ordinal);
        Assert.Contains("Run the migration in the application", result.Message, StringComparison.Ordinal);
        Assert.Equal((3000L, 0L), (await database.ScalarAsync<long>("SELECT count(n) FROM items"), await database.ScalarAsync<long>("SELECT count(slug) FROM items")));
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: With(name => name))).Outcome);
    }

    [Fact]
    public async Task ProcessWithoutTheTransform_TakesNoPartBesideOneThatHasIt()
    {
        await using var database = await CreateAsync(18);
        using var mayGoOn = new ManualResetEventSlim();
        using var hasBegun = new ManualResetEventSlim();
        var run = Task.Run(
            () => database.RunAsync(options: With(
                name =>
                {
                    hasBegun.Set();
                    mayGoOn.Wait(Cancellation);
                    return name;
                },
                workers: 1)),
            Cancellation);
        hasBegun.Wait(Cancellation);
        var log = new ProgressLog();

        var beside = database.RunAsync(progress: log);
        await log.SeenAsync(report => report.Message?.Contains("does not have the transform slug", StringComparison.Ordinal) == true);
        mayGoOn.Set();

        Assert.Equal(PhasedRunOutcome.Complete, (await run).Outcome);
        Assert.Equal(PhasedRunOutcome.Complete, (await beside).Outcome);
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(DISTINCT owner) FROM phased.chunks"));
    }

    private sealed class JumpingTime : TimeProvider
    {
        private long _jumped;

        public void Jump(TimeSpan span) => Interlocked.Add(ref _jumped, (long)(span.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _jumped);
    }

    // A slice ends once it has taken a second; a stop is heeded then.
    [Fact]
    public async Task StopWithinAChunk_KeepsWhatIsDone()
    {
        var time = new JumpingTime();
        await using var database = await CreateAsync(18);
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var options = With(
            name =>
            {
                if (Interlocked.Increment(ref calls) == 100)
                    stop.Cancel();
                if (calls == 110)
                    time.Jump(TimeSpan.FromSeconds(1));
                return name;
            },
            workers: 1);

        var result = await new PhasedRunner(database.DataSource, options, timeProvider: time).RunAsync(cancellationToken: stop.Token);

        Assert.Equal(PhasedRunOutcome.Interrupted, result.Outcome);
        Assert.Equal(110, calls);
        Assert.Equal(110L, await database.ScalarAsync<long>("SELECT count(slug) FROM items"));
        calls = 1000;
        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: options)).Outcome);
        Assert.Equal(1000 + 2890, calls);
    }

    [Fact]
    public async Task WideRows_AreReadInParts_SoThatMemoryStaysFlat()
    {
        await using var database = await CreateAsync(18, """
            CREATE TABLE items (id bigint PRIMARY KEY, name text NOT NULL, slug text);
            ALTER TABLE items ALTER name SET STORAGE EXTERNAL;
            INSERT INTO items SELECT g, repeat('w', 1000000) FROM generate_series(1, 120) g;
            """);
        var (open, most) = (0L, 0L);
        var lengths = new List<long>();
        var options = With(
            name =>
            {
                open = GC.GetTotalMemory(forceFullCollection: lengths.Count % 10 == 0);
                if (lengths.Count % 10 == 0)
                    most = Math.Max(most, open);
                lengths.Add(name.Length);
                return "s";
            },
            workers: 1);

        Assert.Equal(PhasedRunOutcome.Complete, (await database.RunAsync(options: options)).Outcome);

        Assert.Equal(120, lengths.Count);
        // 120 rows are 240 MB as strings of C#; a part is the first 16 rows, or 8 MiB.
        Assert.InRange(most, 0, 150_000_000);
        Assert.Equal(120L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug = 's'"));
    }
}
