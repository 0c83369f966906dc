using Npgsql;

namespace PhasedMigrations.BackfillBench;

/// <summary>What one run cost.</summary>
/// <param name="Seconds">Wall clock, registration and all steps included.</param>
/// <param name="WalBytes">WAL of the whole server meanwhile, on which nothing else runs.</param>
/// <param name="Growth">By which part of its size the table has grown, without its indexes.</param>
/// <param name="TotalGrowth">The same with its indexes.</param>
internal sealed record Measurement(double Seconds, double WalBytes, double Growth, double TotalGrowth)
{
    public static async Task<Measurement> TakeAsync(NpgsqlDataSource dataSource, Func<Task> work)
    {
        var before = await ReadAsync(dataSource);
        var started = TimeProvider.System.GetTimestamp();
        await work();
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var after = await ReadAsync(dataSource);
        if (after.Empty > 0)
            throw new InvalidOperationException($"{after.Empty} rows were not filled.");
        return new(seconds, after.Wal - before.Wal, (after.Heap / before.Heap) - 1, (after.Total / before.Total) - 1);
    }

    public static Measurement MedianOf(IReadOnlyList<Measurement> runs) => new(
        Median.Of(runs.Select(run => run.Seconds)),
        Median.Of(runs.Select(run => run.WalBytes)),
        Median.Of(runs.Select(run => run.Growth)),
        Median.Of(runs.Select(run => run.TotalGrowth)));

    // The counts of rows that are left also warm the cache before the run.
    private static async Task<(double Wal, double Heap, double Total, long Empty)> ReadAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::double precision, pg_table_size('items')::double precision,
                pg_total_relation_size('items')::double precision, (SELECT count(*) FROM items WHERE slug IS NULL)
            """);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2), reader.GetInt64(3));
    }
}
