namespace PhasedMigrations;

/// <summary>What a verification is about.</summary>
public enum PhasedVerificationSubject
{
    /// <summary>Rows that should be done and are not.</summary>
    Pending,

    /// <summary>Rows that the work wrote and that hold another value than the expression or the transform gives.</summary>
    Values,

    /// <summary>Rows that refer to nothing.</summary>
    Orphans,

    /// <summary>Rows that were moved to an archive, and are in both tables or in none.</summary>
    Archive,

    /// <summary>Copies that are there although their row is gone.</summary>
    Surplus,
}

/// <summary>What a verification found. It is kept in the database; while rows are wrong, the contract is refused.</summary>
public sealed record PhasedVerification
{
    /// <summary>The operation, in words.</summary>
    public required string Operation { get; init; }

    /// <summary>What was looked at.</summary>
    public required PhasedVerificationSubject Subject { get; init; }

    /// <summary>How much of the table was looked at, 0 to 100.</summary>
    public required double Percent { get; init; }

    /// <summary>Rows that were judged.</summary>
    public long RowsChecked { get; init; }

    /// <summary>Rows that were wrong.</summary>
    public long RowsWrong { get; init; }

    /// <summary>Wrong rows that were repaired.</summary>
    public long RowsRepaired { get; init; }

    /// <summary>Rows that the application has written since: they are its own business, and nobody can judge them.</summary>
    public long RowsUnjudged { get; init; }

    /// <summary>The keys of the first wrong rows.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Why nothing could be compared; null when it could.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether it could be done, and no wrong row is left.</summary>
    public bool IsClean => Refusal is null && RowsWrong == RowsRepaired;
}
