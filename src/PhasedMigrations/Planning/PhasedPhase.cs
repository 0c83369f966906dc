namespace PhasedMigrations;

/// <summary>The phases of a phased migration, in order.</summary>
public enum PhasedPhase
{
    /// <summary>Instant, backward compatible changes.</summary>
    Expand,

    /// <summary>Long work that goes on beside the application.</summary>
    Migrate,

    /// <summary>Instant changes for when no old code runs any more.</summary>
    Contract,
}
