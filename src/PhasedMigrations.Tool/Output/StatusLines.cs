namespace PhasedMigrations.Tool.Output;

/// <summary>Status as aligned lines, one a migration, for files and pipes.</summary>
internal sealed class StatusLines(TextWriter output)
{
    public void Write(IReadOnlyList<PhasedMigrationStatus> migrations, bool detailed)
    {
        if (migrations.Count == 0)
            output.WriteLine(StatusText.Nothing);

        var name = migrations.Select(migration => migration.Name.Length).DefaultIfEmpty().Max();
        var state = migrations.Select(migration => Words.For(migration.State).Length).DefaultIfEmpty().Max();
        foreach (var migration in migrations)
        {
            output.WriteLine($"{migration.Name.PadRight(name)}  {Words.For(migration.State).PadRight(state)}  {StatusText.Progress(migration)}");
            if (StatusText.Next(migration) is { } next)
                output.WriteLine($"    {next}");
            foreach (var step in detailed ? migration.Steps : [])
                output.WriteLine($"    {(step.IsDone ? "x" : "-")} {step.Description}: {StatusText.Progress(step)}{(step.Error is null ? "" : $"; {step.Error}")}");
        }
    }
}
