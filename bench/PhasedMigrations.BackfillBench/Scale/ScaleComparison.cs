using System.Globalization;
using System.Text;

namespace PhasedMigrations.BackfillBench.Scale;

/// <summary>The same backfill on tables of several sizes: what a row takes, and which part of that is bookkeeping.</summary>
internal sealed class ScaleComparison(BenchServer server, TextWriter progress)
{
    /// <summary>Counts the time of statements; it comes with PostgreSQL.</summary>
    public const string Library = "pg_stat_statements";

    private static readonly Method Ours = Method.Named("ours-1");

    /// <returns>A table in Markdown.</returns>
    public async Task<string> RunAsync(IReadOnlyList<Table> tables, int rounds, CancellationToken cancellationToken)
    {
        var measured = tables.ToDictionary(table => table, _ => new List<ScaleMeasurement>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (table, measurements) in measured)
                measurements.Add(await MeasureAsync(table, cancellationToken));
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"One worker, key {tables[0].Key}, medians of {rounds}; {server.Describe()}:\n\n");
        text.Append("| rows | time a row | : smallest | statements on rows | ledger and planning | final look | commits, round trips, the rest | statements |\n");
        text.Append("|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        var smallest = ScaleMeasurement.MedianOf(measured[tables.MinBy(table => table.Rows)!]).Microseconds;
        foreach (var (table, measurements) in measured)
        {
            var median = ScaleMeasurement.MedianOf(measurements);
            text.Append(CultureInfo.InvariantCulture, $"| {table.Rows:N0} | {median.Microseconds:0.00} µs | {median.Microseconds / smallest:0.00} | {median.Rows:P1} ")
                .Append(CultureInfo.InvariantCulture, $"| {median.Ledger:P2} | {median.Sweep:P1} | {1 - median.Rows - median.Ledger - median.Sweep:P1} | {median.Statements:N0} |\n");
        }

        return text.ToString();
    }

    private async Task<ScaleMeasurement> MeasureAsync(Table table, CancellationToken cancellationToken)
    {
        await using var small = await server.CreateTemplateAsync(table with { Rows = 20_000 }, cancellationToken);
        await using var fill = await FillProcess.StartAsync(Ours, table, small);
        // Built anew and not copied, which would need its place on disk twice.
        await using var database = await server.CreateTemplateAsync(table, cancellationToken);
        var measurement = await ScaleMeasurement.TakeAsync(database, table, fill, cancellationToken);
        await progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{table.Rows:N0} rows: {measurement.Microseconds:0.00} µs a row, ledger {measurement.Ledger:P2}"));
        return measurement;
    }
}
