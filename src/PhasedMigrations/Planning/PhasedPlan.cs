using System.Globalization;
using System.Text;

namespace PhasedMigrations.Planning;

/// <summary>What is left to do for one phased migration on the server the facts came from, in order.</summary>
internal sealed record PhasedPlan(string Migration, IReadOnlyList<PlanStep> Steps)
{
    public IEnumerable<PlanStep> Before(PhasedPhase phase) => Steps.Where(step => step.Phase < phase);

    /// <summary>The plan as text: each step with its SQL and the locks it takes.</summary>
    public string Print()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"-- {Migration}{(Steps.Count == 0 ? ": nothing left to do" : "")}\n");
        for (var i = 0; i < Steps.Count; i++)
        {
            var step = Steps[i];
            text.Append(CultureInfo.InvariantCulture, $"\n-- {i + 1}. {step.Phase.ToString().ToLowerInvariant()}: {step.Description}\n")
                .Append(CultureInfo.InvariantCulture, $"--    locks: {step.Locks}\n")
                .Append(step.Chunks is null ? "" : $"--    chunks: {step.Chunks}\n")
                .Append(string.Concat(step.Notes.Select(note => $"--    note: {note}\n")))
                .Append(CultureInfo.InvariantCulture, $"{step.Sql}\n");
        }

        return text.ToString();
    }
}
