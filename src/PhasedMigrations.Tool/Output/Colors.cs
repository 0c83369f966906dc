namespace PhasedMigrations.Tool.Output;

/// <summary>One meaning, one colour, in every command. Names of Spectre.Console's markup.</summary>
internal static class Colors
{
    public static string Of(PhasedRunOutcome outcome) => outcome switch
    {
        PhasedRunOutcome.Complete => "green",
        PhasedRunOutcome.Blocked or PhasedRunOutcome.Cancelled => "red",
        _ => "yellow",
    };

    public static string Of(PhasedMigrationStatus status) =>
        status.CancelledAt is not null ? "red" : status.PausedAt is not null ? "yellow" : Of(status.State);

    private static string Of(PhasedMigrationState state) => state switch
    {
        PhasedMigrationState.Completed => "green",
        PhasedMigrationState.Blocked => "red",
        PhasedMigrationState.AwaitingContract => "yellow",
        _ => "blue",
    };
}
