using PhasedMigrations.Tool.CommandLine;
using PhasedMigrations.Tool.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PhasedMigrations.Tool.Running;

/// <summary>The end of a bar's line: how fast and how long still, or, once it is done, how much and how long it took.</summary>
internal sealed class PaceColumn : ProgressColumn
{
    private const string Key = "pace";

    protected override bool NoWrap => true;

    public static void Set(ProgressTask task, PhasedProgress progress)
    {
        var percent = progress is { Done: { } done, Total: > 0 and var total } ? Words.Percent(done, total) : null;
        // What the server is doing says more than how many blocks it does a second.
        var rate = progress.Message ?? (progress.PerSecond is { } perSecond ? Words.Rate(perSecond, progress.Unit) : null);
        var left = progress.TimeLeft is { } rest ? $"{DurationText.Format(rest)} left" : null;
        Set(task, string.Join("  ", new[] { percent, left, rate }.Where(part => part is not null)));
    }

    public static void SetWaiting(ProgressTask task) => Set(task, "waits");

    public static void SetFinished(ProgressTask task, PhasedProgress progress)
    {
        var took = task.ElapsedTime is { } elapsed ? DurationText.Format(elapsed) : "";
        var count = progress.Done is { } done ? $"{Words.Count(done)} {progress.Unit} in " : "";
        Set(task, count + took);
    }

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(LiveLayout.Fit(task.State.Get<Shown>(Key).Text ?? "", GetColumnWidth(options)!.Value), new Style(Color.Grey));

    public override int? GetColumnWidth(RenderOptions options) => new LiveLayout(options.ConsoleSize.Width).Pace;

    private static void Set(ProgressTask task, string text) => task.State.Update<Shown>(Key, _ => new Shown(text));

    // The state of a task holds values only.
    private readonly record struct Shown(string? Text);
}
