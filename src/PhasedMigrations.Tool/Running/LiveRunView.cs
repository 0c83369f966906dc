using PhasedMigrations.Tool.Output;
using Spectre.Console;

namespace PhasedMigrations.Tool.Running;

/// <summary>A bar for each step, with rate and time left; what a step waits for stands above the bars.</summary>
internal sealed class LiveRunView(IAnsiConsole console, TimeProvider time) : IRunView
{
    public Task<PhasedRunResult> ShowAsync(Func<IProgress<PhasedProgress>, Task<PhasedRunResult>> work) =>
        console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(
                new StepColumn(new SpinnerColumn(Spinner.Known.Dots) { CompletedText = "[green]✓[/]" }),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new StepColumn(new ProgressBarColumn { Width = new LiveLayout(console.Profile.Width).Bar }),
                new PaceColumn())
            .StartAsync(context => work(new Bars(console, context, time)));

    public void ShowEnd(RunEnd end)
    {
        console.WriteLine();
        foreach (var migration in end.Result.Migrations)
        {
            var color = Colors.Of(migration.Outcome);
            console.MarkupLine($"[{color}]{Words.For(migration.Outcome)}[/]  [bold]{Markup.Escape(migration.Name)}[/]");
            if (migration.Outcome != PhasedRunOutcome.Complete)
                console.Write(new Padder(new Text(migration.Message), new Padding(2, 0, 0, 0)));
        }
        console.MarkupLine($"[{Colors.Of(end.Result.Outcome)}]{Markup.Escape(end.Sentence)}[/]");
    }

    private sealed class Bars(IAnsiConsole console, ProgressContext context, TimeProvider time) : IProgress<PhasedProgress>
    {
        private static readonly TimeSpan WaitLineInterval = TimeSpan.FromSeconds(30);

        private readonly Lock _lock = new();
        private readonly Dictionary<(string Migration, string Step), ProgressTask> _steps = [];
        private (string Step, long At)? _lastWait;

        public void Report(PhasedProgress value)
        {
            lock (_lock)
            {
                switch (value.Kind)
                {
                    case PhasedProgressKind.MigrationStarted:
                        StepColumn.AddHeading(context, value.Migration);
                        break;
                    case PhasedProgressKind.StepStarted or PhasedProgressKind.StepAdvanced:
                        Advance(value);
                        break;
                    case PhasedProgressKind.Waiting:
                        Wait(value);
                        break;
                    case PhasedProgressKind.StepFinished:
                        Finish(value);
                        break;
                }
            }
        }

        private void Advance(PhasedProgress value)
        {
            var task = StepOf(value);
            if (value.Total is > 0 and var total)
            {
                // The total is an estimate; a bar that is full before the end would lie.
                task.MaxValue = Math.Max(total, (value.Done ?? 0) + 1);
                task.IsIndeterminate = false;
                task.Value = value.Done ?? 0;
            }
            PaceColumn.Set(task, value);
        }

        // The bar says that it waits; who is in the way is too long for it and worth keeping after the run.
        private void Wait(PhasedProgress value)
        {
            var task = StepOf(value);
            PaceColumn.SetWaiting(task);
            var sameStep = _lastWait is { } last && last.Step == value.Step && time.GetElapsedTime(last.At) < WaitLineInterval;
            if (sameStep)
                return;
            _lastWait = (value.Step, time.GetTimestamp());
            // Padded to the whole width, because it is written over the bars that stood there.
            console.Write(new Padder(new Text(value.Message ?? "", new Style(Color.Yellow)), new Padding(0)).Expand());
        }

        private void Finish(PhasedProgress value)
        {
            var task = StepOf(value);
            task.IsIndeterminate = false;
            task.Value = task.MaxValue;
            PaceColumn.SetFinished(task, value);
            task.StopTask();
            _steps.Remove((value.Migration, value.Step));
        }

        private ProgressTask StepOf(PhasedProgress value)
        {
            var key = (value.Migration, value.Step);
            if (_steps.TryGetValue(key, out var step))
                return step;
            var task = context.AddTask(Markup.Escape(LiveLayout.Fit(value.Step, new LiveLayout(console.Profile.Width).Step)));
            task.IsIndeterminate = true;
            return _steps[key] = task;
        }
    }
}
