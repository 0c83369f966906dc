namespace PhasedMigrations;

/// <summary>How much is looked at when a backfill is verified. Each includes the ones before it.</summary>
public enum PhasedVerificationMode
{
    /// <summary>Nothing. What the server proves itself (NOT NULL, foreign keys) it proves all the same.</summary>
    None,

    /// <summary>That no row is left which should be done: one scan of the table, in short pieces.</summary>
    Counts,

    /// <summary>Also that a sample of the rows holds what the expression gives.</summary>
    Sample,

    /// <summary>Also that every row that the backfill wrote holds what the expression gives.</summary>
    Full,
}
