using System.Text.Json;

namespace PhasedMigrations.Tool.Output;

internal static class PlanJson
{
    public static PlanObject From(PhasedMigrationPlan plan) => new(
        plan.Migration,
        [
            .. plan.Steps.Select(step => new PlanStepObject(
                JsonNamingPolicy.CamelCase.ConvertName(step.Phase.ToString()), step.Description, step.Locks, step.Chunks, step.Notes, step.Sql)),
        ]);
}
