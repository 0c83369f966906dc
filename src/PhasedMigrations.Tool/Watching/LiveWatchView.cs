using PhasedMigrations.Tool.Output;
using PhasedMigrations.Tool.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PhasedMigrations.Tool.Watching;

/// <summary>The migrations on a terminal, drawn anew after each look: bar, rate, who works, what holds him, what happened last.</summary>
internal sealed class LiveWatchView(IAnsiConsole console) : IWatchView
{
    private const int MostEvents = 6;
    private const int BarWidth = 30;
    private readonly RateHistory _rates = new();
    private readonly Queue<PhasedEvent> _events = new();

    public Task ShowAsync(IAsyncEnumerable<Snapshot> looks) => console.Live(Text.Empty).AutoClear(false).StartAsync(async display =>
    {
        await foreach (var look in looks.ConfigureAwait(false))
        {
            _rates.Record(look);
            foreach (var happened in look.Events)
                _events.Enqueue(happened);
            while (_events.Count > MostEvents)
                _events.Dequeue();
            display.UpdateTarget(Draw(look));
        }
    });

    private Rows Draw(Snapshot look) => new([.. look.Migrations.SelectMany(Draw), .. Happened()]);

    private IEnumerable<IRenderable> Draw(PhasedMigrationStatus migration)
    {
        yield return new Markup($"[bold]{Markup.Escape(migration.Name)}[/]  [{Colors.Of(migration)}]{StatusText.State(migration)}[/]");
        foreach (var step in migration.Steps.Where(step => step.IsDone))
            yield return Line("  ✓ ", step.Description, Color.Green);
        if (Snapshot.Current(migration) is { } current)
        {
            yield return Line("  … ", current.Description, Color.Blue);
            yield return new Markup($"    {Bar(current)} {Markup.Escape(StatusText.Progress(current))}");
            if (_rates.Line(migration.Name) is { Length: > 0 } rates)
                yield return new Markup($"    [cyan]{rates}[/] [grey]rows/s, second by second[/]");
        }

        foreach (var runner in migration.Runners)
        {
            yield return Line("    ", StatusText.Runner(runner), runner.HeldBy is null ? Color.Default : Color.Yellow);
            if (runner.Signals.Count > 0)
                yield return Line("      ", string.Join(", ", runner.Signals.Select(StatusText.Signal)), Color.Grey);
        }

        if (migration.Runners.Count == 0 && StatusText.Next(migration) is { } next)
            yield return Line("    ", next, Color.Yellow);
        if (migration.Pace is { } pace)
            yield return Line("    ", $"pace set by an operator: {Words.For(pace)}", Color.Yellow);
    }

    private IEnumerable<IRenderable> Happened() => _events.Count == 0
        ? []
        : [Text.Empty, .. _events.Select(happened => Line("", EventText.Line(happened), Color.Grey))];

    // As long as the terminal is wide: a line that wraps would make the picture jump.
    private Text Line(string indent, string text, Color color) =>
        new(indent + LiveLayout.Fit(text, Math.Max(20, console.Profile.Width - indent.Length - 1)), new Style(color));

    private static string Bar(PhasedStepStatus step)
    {
        var share = step is { Done: { } done, Total: > 0 and var total } ? Math.Clamp((double)done / total, 0, 1) : 0;
        var full = (int)(share * BarWidth);
        return $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]";
    }
}
