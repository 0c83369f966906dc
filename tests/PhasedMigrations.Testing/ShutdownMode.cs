namespace PhasedMigrations.Testing;

/// <summary>How a server is stopped, in PostgreSQL's own words.</summary>
public enum ShutdownMode
{
    /// <summary>Sessions are ended, transactions rolled back, a checkpoint written.</summary>
    Fast,

    /// <summary>As a crash: no checkpoint, the next start recovers from the WAL.</summary>
    Immediate,
}
