namespace PhasedMigrations.Planning;

/// <summary>How a backfill cuts its table into chunks.</summary>
/// <param name="Reason">Why, in words.</param>
internal abstract record ChunkStrategy(string Reason)
{
    /// <summary>As phased.steps stores it.</summary>
    public abstract string Name { get; }

    /// <summary>The condition of one chunk, as people read it in a plan.</summary>
    public abstract string SampleCondition { get; }

    /// <summary>What it does and why, for the plan.</summary>
    public abstract string Explanation { get; }
}


/// <summary>
/// Along the pages, each window in several stripes with a commit between: what the first stripe frees on a page takes the new rows of the
/// next one, which then need no index entries (HOT).
/// </summary>
/// <param name="Pending">The condition of the rows that are still to be done.</param>
/// <param name="IsSwept">Whether rows that the application moved have to be looked for afterwards; a fill trigger makes that needless.</param>
/// <param name="WholeBecause">Why windows are not done in stripes; null when they are.</param>
/// <param name="Key">How a row is found again although it moves; null when the table has no key.</param>
internal sealed record PageWindows(string Pending, bool IsSwept, string? WholeBecause, KeyRange? Key, string Reason) : ChunkStrategy(Reason)
{
    public const string StoredName = "pages";

    public override string Name => StoredName;

    public bool IsStriped => WholeBecause is null;

    public override string SampleCondition => $"ctid >= $1::tid AND ctid < $2::tid{(IsStriped ? $" AND {PageStripes.SampleCondition}" : "")}";

    public override string Explanation =>
        $"windows of pages{(IsStriped ? ", in stripes as far as the server answers with HOT updates" : $", whole: {WholeBecause}")}"
        + $"{(IsSwept ? ", then a sweep for rows that moved meanwhile" : "")}: {Reason}";
}
