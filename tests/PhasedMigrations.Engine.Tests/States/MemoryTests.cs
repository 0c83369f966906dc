using System.Globalization;
using PhasedMigrations.Engine.Tests.Crashes;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>
/// The engine keeps nothing of a row and nothing of a chunk: it gets through a table, whatever its size, in a heap that would not hold the keys of its rows.
/// With --soak the table has ten million rows.
/// </summary>
public sealed class MemoryTests
{
    // What the runtime, Npgsql and the logger need, and some megabytes for what is under way.
    private const int Heap = 16 * 1024 * 1024;

    private static int Rows => Soak.IsWanted ? 10_000_000 : 500_000;

    private static Task<PhasedDatabase> CreateAsync() => PhasedDatabase.CreateAsync(18, string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TABLE items (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), amount bigint NOT NULL, in_cents boolean NOT NULL DEFAULT false, note text NOT NULL);
        INSERT INTO items (amount, note) SELECT g, repeat('n', 60) FROM generate_series(1, {Rows}) g;
        ANALYZE items;
        """));

    private static async Task AssertRunsThroughAsync(PhasedDatabase database)
    {
        await using var process = RunnerProcess.Start(database.Database.ConnectionString, Heap);

        var exitCode = await process.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, exitCode);
        Assert.Equal("completed", await database.StateAsync("m"));
        Assert.Equal(Rows, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE in_cents"));
    }

    [Fact]
    public async Task Pages_AreDoneInASmallHeap()
    {
        await using var database = await CreateAsync();
        await database.RegisterAsync("m", p => p.Backfill("items", "in_cents = true", "NOT in_cents"));

        await AssertRunsThroughAsync(database);
    }

    [Fact]
    public async Task Keys_AreDoneInASmallHeap()
    {
        await using var database = await CreateAsync();
        // No marker: along the key.
        await database.RegisterAsync("m", p => p.Backfill("items", "in_cents = true", "amount > 0"));

        await AssertRunsThroughAsync(database);
    }

    [Fact]
    public async Task TransformedRows_AreDoneInASmallHeap()
    {
        await using var database = await CreateAsync();
        await database.RegisterAsync("m", p => p.Transform("items", "cents", ["amount", "in_cents"], ["amount", "in_cents"], "NOT in_cents"));

        await AssertRunsThroughAsync(database);
    }
}
