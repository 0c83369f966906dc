namespace PhasedMigrations;

/// <summary>What is left to do for a phased migration.</summary>
/// <param name="Migration">Its name.</param>
/// <param name="Steps">The steps, in order.</param>
/// <param name="Text">The same as text for people: each step with its SQL and the locks it takes.</param>
public sealed record PhasedMigrationPlan(string Migration, IReadOnlyList<PhasedPlanStep> Steps, string Text);

/// <summary>One step that is left to do.</summary>
/// <param name="Phase">Its phase.</param>
/// <param name="Description">What it does.</param>
/// <param name="Sql">The SQL that is executed; a backfill's once for each batch, with the bounds as parameters.</param>
/// <param name="Locks">The locks it takes and what they let through.</param>
public sealed record PhasedPlanStep(PhasedPhase Phase, string Description, string Sql, string Locks)
{
    /// <summary>Backfills: into what the work is cut, and why.</summary>
    public string? Chunks { get; init; }

    /// <summary>What somebody should know before it runs, for example which other rows a deletion takes with it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
