using Spectre.Console;
using Spectre.Console.Rendering;

namespace PhasedMigrations.Tool.Running;

/// <summary>A column that only the lines of steps have; the line with a migration's name stays free of it.</summary>
internal sealed class StepColumn(ProgressColumn column) : ProgressColumn
{
    private const string Heading = "heading";

    public static void AddHeading(ProgressContext context, string migration)
    {
        var task = context.AddTask($"[bold]{Markup.Escape(migration)}[/]");
        task.State.Update<bool>(Heading, _ => true);
        task.StopTask();
    }

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        task.State.Get<bool>(Heading) ? Text.Empty : column.Render(options, task, deltaTime);

    public override int? GetColumnWidth(RenderOptions options) => column.GetColumnWidth(options);
}
