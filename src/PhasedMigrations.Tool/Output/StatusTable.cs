using Spectre.Console;

namespace PhasedMigrations.Tool.Output;

/// <summary>Status as a table on a terminal.</summary>
internal sealed class StatusTable(IAnsiConsole console)
{
    public void Write(IReadOnlyList<PhasedMigrationStatus> migrations, bool detailed)
    {
        if (migrations.Count == 0)
        {
            console.WriteLine(StatusText.Nothing);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumns(new TableColumn("migration"), new TableColumn("state").NoWrap(), new TableColumn("phase").NoWrap());
        table.AddColumns("progress", "next");
        foreach (var migration in migrations)
        {
            table.AddRow(
                new Text(migration.Name, new Style(decoration: Decoration.Bold)),
                new Markup($"[{Colors.Of(migration)}]{StatusText.State(migration)}[/]"),
                new Text(Words.NextPhase(migration.State) ?? "–"),
                new Text(StatusText.Progress(migration)),
                new Text(StatusText.Next(migration) ?? "–"));
        }
        console.Write(table);
        if (!detailed)
            return;
        WriteSteps(migrations.SelectMany(migration => migration.Steps));
        foreach (var runner in migrations.SelectMany(migration => migration.Runners))
            console.WriteLine($"  {StatusText.Runner(runner)}");
        foreach (var pace in migrations.Select(migration => migration.Pace).OfType<PhasedPace>())
            console.WriteLine($"  pace set by an operator: {Words.For(pace)}");
    }

    private void WriteSteps(IEnumerable<PhasedStepStatus> steps)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn().AddColumn();
        foreach (var step in steps)
        {
            var progress = StatusText.Progress(step) + (step.Error is null ? "" : $"\n{step.Error}");
            grid.AddRow(new Markup(step.IsDone ? "[green]✓[/]" : "[blue]…[/]"), new Text(step.Description), new Text(progress));
        }
        console.Write(grid);
    }
}
