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
        PausedAt = status.PausedAt,
        CancelledAt = status.CancelledAt,
        ControlReason = status.ControlReason,
        Pace = status.Pace is { } pace
            ? new PaceObject(pace.Pace is { } named ? JsonNamingPolicy.CamelCase.ConvertName(named.ToString()) : null, pace.PauseRatio, pace.Workers)
            : null,
        Runners =
        [
            .. status.Runners.Select(runner => new RunnerObject(
                runner.Owner, runner.StartedAt, runner.SeenAt, runner.Workers, runner.PauseRatio, runner.HeldBy, runner.HeldSince,
                [.. runner.Signals.Select(signal => new SignalObject(signal.Name, signal.Value, signal.Unit))])),
        ],
        Steps =
        [
            .. status.Steps.Select(step => new StepObject(
                step.Description, step.IsDone, step.StartedAt, step.FinishedAt, step.RowsDone, step.RowsTotal, step.Error,
                step.Unit, step.Done, step.Total, Rounded(step.RowsPerSecond), Rounded(step.TimeLeft?.TotalSeconds))),
        ],
    };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;
}
