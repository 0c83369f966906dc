namespace PhasedMigrations;

/// <summary>One step of a phased migration that was begun.</summary>
public sealed record PhasedStepStatus
{
    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Whether it is done.</summary>
    public required bool IsDone { get; init; }

    /// <summary>When it was first begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Backfills: rows walked so far.</summary>
    public long? RowsDone { get; init; }

    /// <summary>Backfills: rows of the table when it began, as the server estimated.</summary>
    public long? RowsTotal { get; init; }

    /// <summary>How many of <see cref="Unit"/> are done: of a backfill, and of an index that is being built where the role may see that.</summary>
    public long? Done { get; init; }

    /// <summary>How many of <see cref="Unit"/> there are; of rows an estimate.</summary>
    public long? Total { get; init; }

    /// <summary><c>pages</c>, <c>rows</c> or, for an index, <c>blocks</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Backfills: rows a second, of all processes together, over the last minute; null when none was done in it.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Backfills: how long the rest takes at the rate of the last minute; null when that cannot be told.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>The last error.</summary>
    public string? Error { get; init; }
}
