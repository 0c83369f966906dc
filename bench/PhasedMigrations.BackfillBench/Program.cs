using System.CommandLine;
using PhasedMigrations.BackfillBench;
using PhasedMigrations.BackfillBench.Latency;
using PhasedMigrations.BackfillBench.Scale;

var version = new Option<int>("--postgres") { DefaultValueFactory = _ => 18, Description = "The server's major version.", Recursive = true };
var markdown = new Option<bool>("--markdown") { Description = "Print the table alone, without a line for each run.", Recursive = true };
var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 2_000_000, Description = "Rows of the table." };
var only = new Option<string[]>("--only") { DefaultValueFactory = _ => [], Description = "Only these methods; what they are compared with is always run." };
var root = new RootCommand("Fills a new column of a table in several ways and compares them.") { version, markdown };

var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3, Description = "Runs of each method, of which the median counts." };
var keys = new Option<string[]>("--key") { DefaultValueFactory = _ => ["bigint", "uuid"], Description = "Types of the primary key." };
var backfill = new Command("backfill", "Time, WAL and growth.") { rows, runs, keys, only };
backfill.SetAction(async (parsed, cancellation) =>
{
    await using var server = await BenchServer.StartAsync(parsed.GetValue(version), cancellation);
    var comparison = new Comparison(server, Chosen(parsed, Method.All), Progress(parsed));
    foreach (var key in parsed.GetValue(keys)!)
        Console.WriteLine(await comparison.RunAsync(new Table(key, parsed.GetValue(rows)), parsed.GetValue(runs), cancellation));
});
root.Subcommands.Add(backfill);

var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Rounds, of which the median counts." };
var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 400, Description = "Transactions a second." };
var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 16, Description = "Connections of the application." };
var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 60, Description = "How long the traffic runs with nothing beside it." };
var warmUp = new Option<double>("--warm-up") { DefaultValueFactory = _ => 3, Description = "Seconds of traffic before each measurement." };
var pgBench = new Option<bool>("--pgbench") { Description = "Once more with pgbench -R as the application." };
var latency = new Command("latency", "What the application notices.") { rows, rounds, rate, connections, seconds, warmUp, pgBench, only };
latency.SetAction(async (parsed, cancellation) =>
{
    await using var server = await BenchServer.StartAsync(parsed.GetValue(version), cancellation);
    var traffic = new Traffic(parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(warmUp)), parsed.GetValue(connections));
    var comparison = new LatencyComparison(server, traffic, new Table("bigint", parsed.GetValue(rows)), Progress(parsed));
    Console.WriteLine(await comparison.RunAsync(
        Chosen(parsed, Method.UnderLoad), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(pgBench), cancellation));
});
root.Subcommands.Add(latency);

var sizes = new Option<int[]>("--rows")
{
    DefaultValueFactory = _ => [1_000_000, 5_000_000, 20_000_000], Description = "Rows of each table.", AllowMultipleArgumentsPerToken = true,
};
var times = new Option<int>("--rounds") { DefaultValueFactory = _ => 1, Description = "Rounds, of which the median counts." };
var scale = new Command("scale", "Time a row, and the share of the ledger, by the size of the table.") { sizes, times };
scale.SetAction(async (parsed, cancellation) =>
{
    await using var server = await BenchServer.StartAsync(parsed.GetValue(version), cancellation, ScaleComparison.Library);
    var tables = parsed.GetValue(sizes)!.Select(size => new Table("bigint", size)).ToList();
    Console.WriteLine(await new ScaleComparison(server, Progress(parsed)).RunAsync(tables, parsed.GetValue(times), cancellation));
});
root.Subcommands.Add(scale);

var method = new Argument<string>("method");
var keyType = new Argument<string>("key");
var count = new Argument<int>("rows");
var fill = new Command("fill", "Fills the table of the databases on the standard input.") { method, keyType, count };
fill.Hidden = true;
fill.SetAction((parsed, _) => FillProcess.ServeAsync(
    Method.Named(parsed.GetValue(method)!), new Table(parsed.GetValue(keyType)!, parsed.GetValue(count)), Console.In, Console.Out));
root.Subcommands.Add(fill);

return await root.Parse(args).InvokeAsync();

IReadOnlyList<Method> Chosen(ParseResult parsed, IReadOnlyList<Method> methods)
{
    var wanted = parsed.GetValue(only)!;
    return [.. methods.Where(one => wanted.Length == 0 || wanted.Contains(one.Name) || (methods == Method.All && one.Name == Method.Baseline))];
}

TextWriter Progress(ParseResult parsed) => parsed.GetValue(markdown) ? TextWriter.Null : Console.Error;
