using System.CommandLine;
using PhasedMigrations.Demo;
using PhasedMigrations.Testing;

var orders = new Option<int>("--orders") { Description = "Orders in the shop.", DefaultValueFactory = _ => 1_000_000 };
var rate = new Option<int>("--rate") { Description = "Requests a second of the shop's clients.", DefaultValueFactory = _ => 300 };
var version = new Option<int>("--postgresql") { Description = "Major version of the server.", DefaultValueFactory = _ => PostgresVersion.Newest };
var command = new RootCommand("See, rewrite, run: unsafe migrations against phased ones, under the same traffic.") { orders, rate, version };

command.SetAction(async (arguments, cancellationToken) =>
{
    var demo = new Demo(arguments.GetValue(version), arguments.GetValue(orders), arguments.GetValue(rate));
    return await demo.RunAsync(cancellationToken);
});
return await command.Parse(args).InvokeAsync();
