using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>Rows that no window saw are caught at the end; the end comes, whatever the application or a trigger does meanwhile.</summary>
public sealed class SweepTests
{
    private const string Items = """
        CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, slug text);
        INSERT INTO items (name) SELECT 'n' || g FROM generate_series(1, 3000) g;
        ANALYZE items;
        """;

    private static async Task<PhasedDatabase> CreateAsync()
    {
        var database = await PhasedDatabase.CreateAsync(18, Items);
        await database.RegisterAsync("m", p => p.Backfill("items", "slug = name || '-slug'", "slug IS NULL"));
        return database;
    }

    [Fact]
    public async Task RowsInsertedAllTheTime_DoNotKeepTheRunForEver()
    {
        await using var database = await CreateAsync();
        // Whenever windows are laid over the table, and so while they are done, the application inserts more rows than a sweep does beside windows.
        await database.ExecuteAsync("""
            CREATE FUNCTION application() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM phased.lanes) < 20 THEN
                    INSERT INTO items (name) SELECT 'late' FROM generate_series(1, 1500);
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER application AFTER INSERT ON phased.lanes FOR EACH ROW EXECUTE FUNCTION application();
            """);

        var result = Assert.Single((await database.RunAsync()).Migrations);

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS NULL"));
        Assert.Equal(6000m, await database.ScalarAsync<decimal>("SELECT sum(rows) FROM phased.chunks"));
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM phased.lanes"));
    }

    [Fact]
    public async Task UpdateThatATriggerWithholds_IsSaid()
    {
        await using var database = await CreateAsync();
        await database.ExecuteAsync("""
            CREATE FUNCTION withhold() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                -- Nobody is kept for ever where this test fails.
                IF (SELECT count(*) FROM phased.lanes) < 20 THEN
                    RETURN NULL;
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER withhold BEFORE UPDATE ON items FOR EACH ROW WHEN (OLD.id > 1500) EXECUTE FUNCTION withhold();
            """);

        var result = Assert.Single((await database.RunAsync()).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("a trigger of the table withholds the update", result.Message, StringComparison.Ordinal);
        Assert.Equal(1500L, await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS NULL"));
    }
}
