namespace PhasedMigrations.CodeFixes.FollowUps;

/// <summary>What a follow-up migration is for; the name becomes the end of its class name and of its id.</summary>
internal enum FollowUpPurpose
{
    /// <summary>Validates constraints that were added NOT VALID and enforces what they prove.</summary>
    Validate,

    /// <summary>Drops defaults that only helped code which does not know the column.</summary>
    DropDefaults,

    /// <summary>Builds one index concurrently. It stands alone: EF Core commits whatever came before such an index.</summary>
    Concurrently,

    /// <summary>Runs one command that no transaction allows. It stands alone, as a concurrent index does.</summary>
    OutsideTransaction,
}

/// <summary>What has to happen in a later migration.</summary>
internal sealed record FollowUp(
    FollowUpPurpose Purpose, IReadOnlyList<FollowUpStatement> Up, IReadOnlyList<FollowUpStatement> Down)
{
    /// <summary>Statements that are moved as they stand, indented as in the migration they come from.</summary>
    public (string Up, string Down)? Moved { get; init; }

    public bool CanBeShared => Moved is null;
}
