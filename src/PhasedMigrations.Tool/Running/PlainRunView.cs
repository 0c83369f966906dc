using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;

namespace PhasedMigrations.Tool.Running;

/// <summary>Lines for a log file or a build server: each step's begin and end, and in between at most one line every five seconds.</summary>
internal sealed class PlainRunView(TextWriter output, TimeProvider time) : IRunView, IProgress<PhasedProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Migration, string Step), StepLines> _steps = [];

    public Task<PhasedRunResult> ShowAsync(Func<IProgress<PhasedProgress>, Task<PhasedRunResult>> work) => work(this);

    public void Report(PhasedProgress value)
    {
        lock (_lock)
        {
            if (Line(value) is { } line)
                output.WriteLine($"{value.Migration}: {line}");
        }
    }

    public void ShowEnd(RunEnd end)
    {
        foreach (var migration in end.Result.Migrations)
            output.WriteLine($"{migration.Name}: {Words.End(migration)}");
        output.WriteLine(end.Sentence);
    }

    private string? Line(PhasedProgress value) => value.Kind switch
    {
        PhasedProgressKind.StepStarted => Started(value),
        PhasedProgressKind.StepAdvanced => Advanced(value),
        PhasedProgressKind.Waiting => $"  {value.Message}",
        PhasedProgressKind.StepFinished => Finished(value),
        // The end tells more about a migration than its own last report.
        _ => null,
    };

    private string Started(PhasedProgress value)
    {
        _ = StepOf(value);
        return $"{value.Step}{(value.Done > 0 ? $" (resumed: {Words.Progress(value)})" : "")}";
    }

    private string? Advanced(PhasedProgress value)
    {
        var step = StepOf(value);
        if (time.GetElapsedTime(step.LastLine) < Interval)
            return null;
        step.LastLine = time.GetTimestamp();
        var rate = value.PerSecond is { } perSecond ? $", {Words.Rate(perSecond, value.Unit)}" : "";
        var left = value.TimeLeft is { } rest ? $", about {DurationText.Format(rest)} left" : "";
        return $"  {Words.Progress(value)}{rate}{left}{(value.Message is null ? "" : $" ({value.Message})")}";
    }

    private string Finished(PhasedProgress value)
    {
        var step = StepOf(value);
        _steps.Remove((value.Migration, value.Step));
        var count = value.Done is null ? "" : $", {Words.Count(value.Done.Value)} {value.Unit}";
        return $"  done in {DurationText.Format(time.GetElapsedTime(step.Started))}{count}";
    }

    private StepLines StepOf(PhasedProgress value)
    {
        var key = (value.Migration, value.Step);
        return _steps.TryGetValue(key, out var step) ? step : _steps[key] = new StepLines(time);
    }

    private sealed class StepLines(TimeProvider time)
    {
        public long Started { get; } = time.GetTimestamp();

        public long LastLine { get; set; } = time.GetTimestamp();
    }
}
