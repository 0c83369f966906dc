using System.Globalization;
using System.Text;
using PhasedMigrations.Testing;

namespace PhasedMigrations.BackfillBench;

/// <summary>Each method fills a fresh copy of the same table, one after the other, in rounds.</summary>
internal sealed class Comparison(BenchServer server, IReadOnlyList<Method> methods, TextWriter progress)
{
    /// <returns>A table in Markdown.</returns>
    public async Task<string> RunAsync(Table table, int runs, CancellationToken cancellationToken)
    {
        await using var template = await server.CreateTemplateAsync(table, cancellationToken);

        var measured = methods.ToDictionary(method => method, _ => new List<Measurement>());
        for (var run = 0; run < runs; run++)
        {
            foreach (var method in methods)
            {
                var measurement = await MeasureAsync(template, method, table, cancellationToken);
                measured[method].Add(measurement);
                await progress.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{table.Key} {method.Name}: {measurement.Seconds:0.00} s, {measurement.WalBytes / table.Rows:0} B/row, +{measurement.Growth:P0}"));
            }
        }

        return Print(table, runs, measured.ToDictionary(pair => pair.Key, pair => Measurement.MedianOf(pair.Value)));
    }

    private async Task<Measurement> MeasureAsync(TestDatabase template, Method method, Table table, CancellationToken cancellationToken)
    {
        await using var database = await server.CopyAsync(template, cancellationToken);
        return await Measurement.TakeAsync(database.DataSource, () => method.RunAsync(database.DataSource, table));
    }

    private static string Print(Table table, int runs, Dictionary<Method, Measurement> medians)
    {
        var one = medians.Single(pair => pair.Key.Name == Method.Baseline).Value;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{table.Rows:N0} rows, key {table.Key}, medians of {runs}:\n\n");
        text.Append("| method | time | rows/s | WAL a row | growth | with indexes | time : one | WAL : one | growth : one |\n");
        text.Append("|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var (method, median) in medians)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {method.Description} | {median.Seconds:0.0} s | {table.Rows / median.Seconds:N0} | {median.WalBytes / table.Rows:0} B ")
                .Append(CultureInfo.InvariantCulture, $"| {median.Growth:P0} | {median.TotalGrowth:P0} ")
                .Append(CultureInfo.InvariantCulture, $"| {median.Seconds / one.Seconds:0.00} | {median.WalBytes / one.WalBytes:0.00} | {median.Growth / one.Growth:0.00} |\n");
        }

        return text.ToString();
    }
}
