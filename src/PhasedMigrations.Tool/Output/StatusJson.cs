using System.Text.Json;

namespace PhasedMigrations.Tool.Output;

internal static class StatusJson
{
    public static StatusObject From(PhasedMigrationStatus status) => new()
    {
        Name = status.Name,
        State = JsonNamingPolicy.CamelCase.ConvertName(status.State.ToString()),
        Phase = Words.NextPhase(status.State),
        BlockedReason = status.BlockedReason,
        CreatedAt = status.CreatedAt,
        ContractRequestedAt = status.ContractRequestedAt,
        CompletedAt = status.CompletedAt,
        Owner = status.Owner,
        Steps =
        [
            .. status.Steps.Select(step => new StepObject(
                step.Description, step.IsDone, step.StartedAt, step.FinishedAt, step.RowsDone, step.RowsTotal, step.Error)),
        ],
    };
}
