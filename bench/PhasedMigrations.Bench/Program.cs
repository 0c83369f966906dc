using System.CommandLine;
using PhasedMigrations.Bench.Corpus;
using PhasedMigrations.Bench.Throughput;

var folders = new Argument<string[]>("folder") { Description = "Folders with .sql files to measure beside the generated ones." };
var generated = new Option<string>("--generated") { Description = "Where the generated corpus is written.", Required = true };
var megabytes = new Option<int>("--megabytes") { Description = "Size of the generated corpus.", DefaultValueFactory = _ => 60 };
var squawk = new Option<string?>("--squawk") { Description = "The squawk binary; without it only our side is measured." };

var sql = new Command("sql", "Measures the SQL front end and the rules, beside squawk.") { folders, generated, megabytes, squawk };
sql.SetAction(arguments =>
{
    var binary = arguments.GetValue(squawk);
    ThroughputTable.PrintHeader();
    var parts = CorpusFolder.Generate(arguments.GetValue(generated)!, arguments.GetValue(megabytes)).Select(Measured).ToList();
    ThroughputTable.Print(CorpusMeasurement.Sum("generated in all", parts));
    foreach (var folder in arguments.GetValue(folders)!)
        Measured(folder);

    CorpusMeasurement Measured(string folder)
    {
        var measurement = CorpusMeasurement.Of(SqlCorpus.Read(folder), binary is null ? null : new Squawk(binary));
        ThroughputTable.Print(measurement);
        return measurement;
    }
});

var check = new Command("check", "Prints the findings in .sql files: our side of whole process against whole process.") { folders };
check.SetAction(arguments =>
{
    foreach (var finding in arguments.GetValue(folders)!.SelectMany(folder => AnalyzerRun.Of(SqlCorpus.Read(folder))))
        Console.Out.WriteLine(finding);
});

return await new RootCommand("Measures the analyzer.") { sql, check }.Parse(args).InvokeAsync();
