namespace PhasedMigrations;

/// <summary>What a run does while none of its windows is open.</summary>
public enum OutsideWindow
{
    /// <summary>It waits for the next opening.</summary>
    Wait,

    /// <summary>It ends, to be run again: for jobs that something else starts.</summary>
    Exit,
}
