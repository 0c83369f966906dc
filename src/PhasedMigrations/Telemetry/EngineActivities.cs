using System.Diagnostics;

namespace PhasedMigrations.Telemetry;

/// <summary>Every span of the engine: one for a run on a migration, and within it one for each step. Batches are Npgsql's own spans.</summary>
internal static class EngineActivities
{
    private static readonly ActivitySource Source = new(EngineMetrics.Name);

    /// <returns>Null while nobody listens.</returns>
    public static Activity? Run(string migration) =>
        Source.StartActivity("phased.run", ActivityKind.Internal, default(ActivityContext), [new(EngineMetrics.Migration, migration)]);

    public static Activity? Step(string migration, PhasedPhase phase, string kind, string description) => Source.StartActivity(
        "phased.step",
        ActivityKind.Internal,
        default(ActivityContext),
        [
            new(EngineMetrics.Migration, migration), new("phased.phase", phase.ToString().ToLowerInvariant()), new("phased.step.kind", kind),
            new("phased.step", description),
        ]);

    public static void End(this Activity? run, PhasedMigrationResult result)
    {
        run?.SetTag("phased.outcome", result.Outcome.ToString());
        if (result.Outcome == PhasedRunOutcome.Blocked)
            run?.SetStatus(ActivityStatusCode.Error, result.Message);
    }

    public static void Fail(this Activity? step, Exception error) => step?.SetStatus(ActivityStatusCode.Error, PostgreSql.ServerErrors.Describe(error));
}
