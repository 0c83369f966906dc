using System.CommandLine;
using PhasedMigrations.BackfillBench;

var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 2_000_000, Description = "Rows of the table." };
var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3, Description = "Runs of each method, of which the median counts." };
var version = new Option<int>("--postgres") { DefaultValueFactory = _ => 18, Description = "The server's major version." };
var keys = new Option<string[]>("--key") { DefaultValueFactory = _ => ["bigint", "uuid"], Description = "Types of the primary key." };
var only = new Option<string[]>("--only") { DefaultValueFactory = _ => [], Description = "Only these methods; the single UPDATE is always run." };
var command = new RootCommand("Fills a new column of a table in several ways and compares time, WAL and growth.") { rows, runs, version, keys, only };
command.SetAction(async (parsed, cancellation) =>
{
    var wanted = parsed.GetValue(only)!;
    var methods = Method.All.Where(method => wanted.Length == 0 || method.Name == Method.Baseline || wanted.Contains(method.Name)).ToList();
    await using var comparison = await Comparison.StartAsync(parsed.GetValue(version), methods, cancellation);
    foreach (var key in parsed.GetValue(keys)!)
        Console.WriteLine(await comparison.RunAsync(new Table(key, parsed.GetValue(rows)), parsed.GetValue(runs), cancellation));
});
return await command.Parse(args).InvokeAsync();
