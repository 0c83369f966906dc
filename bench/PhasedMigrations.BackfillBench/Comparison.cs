using System.Globalization;
using System.Text;
using Npgsql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.BackfillBench;

/// <summary>A server of its own, on which each method fills a fresh copy of the same table, one after the other, in rounds.</summary>
internal sealed class Comparison : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly IReadOnlyList<Method> _methods;

    private Comparison(PostgresServer server, IReadOnlyList<Method> methods) => (_server, _methods) = (server, methods);

    public static async Task<Comparison> StartAsync(int version, IReadOnlyList<Method> methods, CancellationToken cancellationToken) => new(
        await PostgresServer.StartAsync(
            version,
            new()
            {
                Durable = true,
                Settings = new Dictionary<string, string>
                {
                    ["shared_buffers"] = "2GB",
                    ["max_wal_size"] = "16GB",
                    ["checkpoint_timeout"] = "30min",
                    // Its work falls into whichever run it likes.
                    ["autovacuum"] = "off",
                },
            },
            cancellationToken),
        methods);

    /// <returns>A table in Markdown.</returns>
    public async Task<string> RunAsync(Table table, int runs, CancellationToken cancellationToken)
    {
        await using var template = await _server.CreateDatabaseAsync(cancellationToken: cancellationToken);
        foreach (var statement in table.Script("setup").Split("\n\n"))
            await ExecuteAsync(template.DataSource, statement, cancellationToken);
        template.DataSource.Clear();

        var measured = _methods.ToDictionary(method => method, _ => new List<Measurement>());
        for (var run = 0; run < runs; run++)
        {
            foreach (var method in _methods)
            {
                var measurement = await MeasureAsync(template.Name, method, table, cancellationToken);
                measured[method].Add(measurement);
                await Console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{table.Key} {method.Name}: {measurement.Seconds:0.00} s, {measurement.WalBytes / table.Rows:0} B/row, +{measurement.Growth:P0}"));
            }
        }

        return Print(table, runs, measured.ToDictionary(pair => pair.Key, pair => Measurement.Median(pair.Value)));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<Measurement> MeasureAsync(string template, Method method, Table table, CancellationToken cancellationToken)
    {
        await using var database = await _server.CreateDatabaseAsync(template, cancellationToken);
        await ExecuteAsync(database.DataSource, "CHECKPOINT", cancellationToken);
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

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
