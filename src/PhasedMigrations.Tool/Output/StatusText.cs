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
        (_, { } rows, > 0 and var total) => $"{Words.Count(rows)} of about {Words.Count(total)} rows ({Words.Percent(rows, total)})",
        (_, { } rows, _) => $"{Words.Count(rows)} rows",
        _ => "begun",
    };

    /// <summary>What stands in the way or has to happen next; null when nothing has.</summary>
    public static string? Next(PhasedMigrationStatus status) => status.State switch
    {
        PhasedMigrationState.Completed => null,
        PhasedMigrationState.Blocked => status.BlockedReason,
        _ when status.Owner is { } owner => $"{owner} is at work",
        PhasedMigrationState.AwaitingContract when status.ContractRequestedAt is null => $"phased contract {status.Name}, when no old code runs any more",
        _ => "phased run goes on",
    };
}
