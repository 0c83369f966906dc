using PhasedMigrations.Tool.CommandLine;

namespace PhasedMigrations.Tool.Output;

/// <summary>What a status says in words, whatever it is drawn with.</summary>
internal static class StatusText
{
    public const string Nothing = "Nothing is registered here: this database has no phased migrations.";

    /// <summary>How far the migration's work has come.</summary>
    public static string Progress(PhasedMigrationStatus status)
    {
        if (status.State is PhasedMigrationState.Completed)
            return "done";
        if (status.State is PhasedMigrationState.AwaitingContract)
            return "rows are migrated";
        return status.Steps.LastOrDefault(step => !step.IsDone) is { } step ? Progress(step)
            : status.Steps.Count > 0 ? "between two steps"
            : "not begun";
    }

    public static string Progress(PhasedStepStatus step) => (step.IsDone, step.RowsDone, step.RowsTotal) switch
    {
        (true, _, _) => "done",
        (_, { } rows, > 0 and var total) => $"{Words.Count(rows)} of about {Words.Count(total)} rows ({Words.Percent(rows, total)}){Pace(step)}",
        (_, { } rows, _) => $"{Words.Count(rows)} rows{Pace(step)}",
        _ when step is { Done: { } done, Total: { } all } => $"{Words.Count(done)} of {Words.Count(all)} {step.Unit} ({Words.Percent(done, all)})",
        _ => "begun",
    };

    /// <summary>The state in a word; what an operator has asked for goes first.</summary>
    public static string State(PhasedMigrationStatus status) =>
        status.CancelledAt is not null ? "cancelled" : status.PausedAt is not null ? "paused" : Words.For(status.State);

    /// <summary>A process at work, and what holds it back.</summary>
    public static string Runner(PhasedRunnerStatus runner)
    {
        var workers = runner.Workers is { } count ? $", {Words.Count(count)} {(count == 1 ? "worker" : "workers")}" : "";
        var hold = runner.HeldBy is { } reason ? $": {reason}{(runner.HeldSince is { } since ? $", since {Words.Moment(since)}" : "")}" : "";
        return $"{runner.Owner}{workers}{hold}";
    }

    /// <summary>The last reading of a signal.</summary>
    public static string Signal(PhasedSignalStatus signal) =>
        $"{signal.Name} {(signal.Value is { } value ? Math.Round(value, 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : "?")} {signal.Unit}".TrimEnd();

    /// <summary>What stands in the way or has to happen next; null when nothing has.</summary>
    public static string? Next(PhasedMigrationStatus status) => status.State switch
    {
        _ when status.CancelledAt is { } at => $"by an operator, {Words.Moment(at)}{Reason(status)}; phased resume {status.Name} goes on, RevertPhased undoes it",
        _ when status.PausedAt is { } at => $"by an operator, {Words.Moment(at)}{Reason(status)}; phased resume {status.Name} goes on",
        PhasedMigrationState.Completed => null,
        PhasedMigrationState.Blocked => status.BlockedReason,
        _ when status.Runners.FirstOrDefault(runner => runner.HeldBy is not null) is { } held => Runner(held),
        _ when status.Owner is { } owner => $"{owner} is at work",
        PhasedMigrationState.AwaitingContract when status.ContractRequestedAt is null => $"phased contract {status.Name}, when no old code runs any more",
        _ => "phased run goes on",
    };

    private static string Reason(PhasedMigrationStatus status) => status.ControlReason is { } reason ? $" ({reason})" : "";

    private static string Pace(PhasedStepStatus step) => string.Concat(
        step.RowsPerSecond is { } rate ? $", {Words.Rate(rate, "rows")}" : "", step.TimeLeft is { } left ? $", about {DurationText.Format(left)} left" : "");
}
