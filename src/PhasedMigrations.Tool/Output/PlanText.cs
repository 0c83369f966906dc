using Spectre.Console;

namespace PhasedMigrations.Tool.Output;

/// <summary>Plans by phase, as SQL with comments: what is printed can be read, kept and compared, coloured where somebody looks.</summary>
internal sealed class PlanText(IAnsiConsole console, TextWriter output, bool colored)
{
    public void Write(IReadOnlyList<PhasedMigrationPlan> plans)
    {
        if (plans.Count == 0)
            WriteLine("-- Nothing is left to do.", "grey");
        for (var i = 0; i < plans.Count; i++)
        {
            if (i > 0)
                WriteLine("", null);
            Write(plans[i]);
        }
    }

    private void Write(PhasedMigrationPlan plan)
    {
        WriteLine($"-- {plan.Migration}{(plan.Steps.Count == 0 ? ": nothing is left to do" : "")}", "bold");
        var number = 0;
        foreach (var phase in plan.Steps.GroupBy(step => step.Phase))
        {
            WriteLine("", null);
            WriteLine($"-- {phase.Key.ToString().ToLowerInvariant()}: {Meaning(phase.Key)}", "bold blue");
            foreach (var step in phase)
            {
                WriteLine($"-- {++number}. {step.Description}", null);
                WriteLine($"--    locks: {step.Locks}", "grey");
                if (step.Chunks is { } chunks)
                    WriteLine($"--    chunks: {chunks}", "grey");
                foreach (var note in step.Notes)
                    WriteLine($"--    note: {note}", "yellow");
                WriteLine(step.Sql, "cyan");
            }
        }
    }

    private static string Meaning(PhasedPhase phase) => phase switch
    {
        PhasedPhase.Expand => "instant, running code does not notice",
        PhasedPhase.Migrate => "long, online",
        _ => "instant, when no old code runs any more",
    };

    private void WriteLine(string text, string? style)
    {
        if (!colored)
            output.WriteLine(text);
        else
            console.MarkupLine(style is null ? Markup.Escape(text) : $"[{style}]{Markup.Escape(text)}[/]");
    }
}
