namespace PhasedMigrations.Tool.Output;

/// <summary>Status as aligned lines, one a migration, for files and pipes.</summary>
internal sealed class StatusLines(TextWriter output)
{
    public void Write(IReadOnlyList<PhasedMigrationStatus> migrations, bool detailed)
    {
        if (migrations.Count == 0)
            output.WriteLine(StatusText.Nothing);

        var name = migrations.Select(migration => migration.Name.Length).DefaultIfEmpty().Max();
        var state = migrations.Select(migration => StatusText.State(migration).Length).DefaultIfEmpty().Max();
        foreach (var migration in migrations)
        {
            output.WriteLine($"{migration.Name.PadRight(name)}  {StatusText.State(migration).PadRight(state)}  {StatusText.Progress(migration)}");
            if (StatusText.Next(migration) is { } next)
                output.WriteLine($"    {next}");
            foreach (var runner in detailed ? migration.Runners : [])
                output.WriteLine($"    at work: {StatusText.Runner(runner)}");
            if (detailed && migration.Pace is { } pace)
                output.WriteLine($"    pace set by an operator: {Words.For(pace)}");
            foreach (var step in detailed ? migration.Steps : [])
                output.WriteLine($"    {(step.IsDone ? "x" : "-")} {step.Description}: {StatusText.Progress(step)}{(step.Error is null ? "" : $"; {step.Error}")}");
        }
    }
}
