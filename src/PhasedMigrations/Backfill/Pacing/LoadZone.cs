namespace PhasedMigrations.Backfill.Pacing;

/// <summary>Where a load lies: below the first faster, up to the second as it is, then slower, and from the last on half as many workers.</summary>
internal static class LoadZone
{
    public const double Faster = 0.4;
    public const double Slower = 0.7;
    public const double Halve = 1;
}
