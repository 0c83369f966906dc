using System.Text.Json;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Running;

/// <summary>One JSON object a line for every report, and a summary at the end.</summary>
internal sealed class JsonRunView(TextWriter output, TimeProvider time) : IRunView, IProgress<PhasedProgress>
{
    private readonly Lock _lock = new();

    public Task<PhasedRunResult> ShowAsync(Func<IProgress<PhasedProgress>, Task<PhasedRunResult>> work) => work(this);

    public void Report(PhasedProgress value)
    {
        lock (_lock)
        {
            var line = new ProgressObject
            {
                Event = JsonNamingPolicy.CamelCase.ConvertName(value.Kind.ToString()),
                At = time.GetUtcNow(),
                Migration = value.Migration,
                Step = value.Step.Length == 0 ? null : value.Step,
                Done = value.Done,
                Total = value.Total,
                Unit = value.Unit,
                PerSecond = Rounded(value.PerSecond),
                SecondsLeft = Rounded(value.TimeLeft?.TotalSeconds),
                HeldSince = value.HeldSince,
                Message = value.Message,
            };
            output.WriteLine(JsonSerializer.Serialize(line, OutputJson.Readable.ProgressObject));
        }
    }

    public void ShowEnd(RunEnd end)
    {
        var migrations = end.Result.Migrations.Select(migration => new MigrationResultObject(migration.Name, Name(migration.Outcome), migration.Message));
        var summary = new SummaryObject(Name(end.Result.Outcome), end.ExitCode, Math.Round(end.Elapsed.TotalSeconds, 3), [.. migrations]);
        lock (_lock)
            output.WriteLine(JsonSerializer.Serialize(summary, OutputJson.Readable.SummaryObject));
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;

    private static string Name(PhasedRunOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
}
