using System.Globalization;
using System.Text;
using PhasedMigrations.Testing;

namespace PhasedMigrations.BackfillBench.Latency;

/// <summary>The same traffic beside each method, on a fresh copy of the same table each time, in rounds.</summary>
internal sealed class LatencyComparison(BenchServer server, Traffic traffic, Table table, TextWriter progress)
{
    // What is compared with: nothing but the traffic.
    private static readonly Method Nothing = new("none", "nothing", (_, _) => Task.CompletedTask);

    /// <param name="idle">How long the traffic runs with nothing beside it.</param>
    /// <param name="pgBench">Each method once more beside pgbench.</param>
    /// <returns>Tables in Markdown.</returns>
    public async Task<string> RunAsync(IReadOnlyList<Method> methods, int rounds, TimeSpan idle, bool pgBench, CancellationToken cancellationToken)
    {
        await using var template = await server.CreateTemplateAsync(table, cancellationToken);
        var measured = methods.Prepend(Nothing).ToDictionary(method => method, _ => new List<Impact>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (method, impacts) in measured)
                impacts.Add(await MeasureAsync(template, method, idle, MeasureOwnAsync, cancellationToken));
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{table.Rows:N0} rows, {traffic.Rate:0} transactions a second, medians of {rounds}; {server.Describe()}:\n\n");
        Print(text, measured.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Impact>)pair.Value));
        if (pgBench)
            await CrossCheckAsync(text, template, measured, idle, cancellationToken);
        return text.ToString();
    }

    private async Task CrossCheckAsync(
        StringBuilder text, TestDatabase template, Dictionary<Method, List<Impact>> measured, TimeSpan idle, CancellationToken cancellationToken)
    {
        if (await PgBench.FindAsync() is not { } version)
        {
            text.Append("\npgbench is not installed: no cross-check.\n");
            return;
        }

        var checks = new Dictionary<Method, IReadOnlyList<Impact>>();
        foreach (var (method, impacts) in measured)
        {
            // Twice the time that it took, as its time varies.
            var longest = TimeSpan.FromSeconds(2 + (2 * impacts.Max(impact => impact.Seconds)));
            checks[method] =
            [
                await MeasureAsync(
                    template, method, idle,
                    (database, fillAsync, token) => PgBench.MeasureAsync(traffic, database, table, longest, fillAsync, token),
                    cancellationToken),
            ];
        }

        text.Append(CultureInfo.InvariantCulture, $"\nThe same with {version} -R {traffic.Rate:0}, once:\n\n");
        Print(text, checks);
    }

    private async Task<Impact> MeasureAsync(
        TestDatabase template,
        Method method,
        TimeSpan idle,
        Func<TestDatabase, Func<Task<TimeSpan>>, CancellationToken, Task<Impact>> measureAsync,
        CancellationToken cancellationToken)
    {
        await using var small = await server.CreateTemplateAsync(table with { Rows = 20_000 }, cancellationToken);
        await using var fill = method == Nothing ? null : await FillProcess.StartAsync(method, table, small);
        await using var database = await server.CopyAsync(template, cancellationToken);
        // Reads the table and its key into memory, for each method the same.
        await BenchServer.ExecuteAsync(database, "SELECT count(*), count(note) FROM items", cancellationToken);
        var impact = await measureAsync(
            database,
            async () =>
            {
                if (fill is not null)
                    return await fill.RunAsync(database);
                await Task.Delay(idle, cancellationToken);
                return idle;
            },
            cancellationToken);
        if (method != Nothing && await database.ScalarAsync<long>("SELECT count(*) FROM items WHERE slug IS NULL", cancellationToken) is > 0 and var left)
            throw new InvalidOperationException($"{left} rows were not filled.");
        await progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{method.Name}: {impact.Seconds:0.0} s, p50 {impact.P50:0.0}, p99 {impact.P99:0.0}, p99.9 {impact.P999:0.0}, longest {impact.Longest:0.0} ms, {impact.Failed} failed"));
        return impact;
    }

    private async Task<Impact> MeasureOwnAsync(TestDatabase database, Func<Task<TimeSpan>> fillAsync, CancellationToken cancellationToken)
    {
        await using var run = await traffic.StartAsync(database, table, cancellationToken);
        var seconds = (await fillAsync()).TotalSeconds;
        // Whoever waits at the end of the work still counts.
        var report = await run.StopAsync(cancellationToken);
        return Impact.Of(report.Latencies, report.Failed + report.Shed, seconds);
    }

    private static void Print(StringBuilder text, IReadOnlyDictionary<Method, IReadOnlyList<Impact>> rounds)
    {
        var none = Impact.MedianOf(rounds.Single(pair => pair.Key == Nothing).Value);
        text.Append("| beside | time | transactions | p50 | p99 | p99.9 | p99.9 − nothing | longest | longest of all rounds | failed |\n");
        text.Append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var (method, impacts) in rounds)
        {
            var median = Impact.MedianOf(impacts);
            text.Append(CultureInfo.InvariantCulture, $"| {method.Description} | {median.Seconds:0.0} s | {median.Transactions:N0} | {median.P50:0.0} ms | {median.P99:0.0} ms ")
                .Append(CultureInfo.InvariantCulture, $"| {median.P999:0.0} ms | {median.P999 - none.P999:+0.0;-0.0;0.0} ms | {median.Longest:0.0} ms ")
                .Append(CultureInfo.InvariantCulture, $"| {impacts.Max(impact => impact.Longest):0.0} ms | {median.Failed:N0} |\n");
        }
    }
}
