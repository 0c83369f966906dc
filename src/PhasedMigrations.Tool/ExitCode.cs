namespace PhasedMigrations.Tool;

/// <summary>What the process ends with. Scripts depend on the numbers: they never change (docs/cli.md).</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for is done, or there was nothing to do.</summary>
    public const int Done = 0;

    /// <summary>Work is left over that needs a person: a migration is blocked or failed.</summary>
    public const int NeedsAttention = 1;

    /// <summary>The command could not start: wrong usage, no connection, unknown name, no access to the schema phased or another version of it.</summary>
    public const int Refused = 2;

    /// <summary>Work is left over that needs only time: interrupted, out of time, or waiting for the contract to be asked for.</summary>
    public const int Waiting = 3;
}
