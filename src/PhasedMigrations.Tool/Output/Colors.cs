namespace PhasedMigrations.Tool.Output;

/// <summary>One meaning, one colour, in every command. Names of Spectre.Console's markup.</summary>
internal static class Colors
{
    public static string Of(PhasedRunOutcome outcome) => outcome switch
    {
        PhasedRunOutcome.Complete => "green",
        PhasedRunOutcome.Blocked => "red",
        _ => "yellow",
    };

    public static string Of(PhasedMigrationState state) => state switch
    {
        PhasedMigrationState.Completed => "green",
        PhasedMigrationState.Blocked => "red",
        PhasedMigrationState.AwaitingContract => "yellow",
        _ => "blue",
    };
}
