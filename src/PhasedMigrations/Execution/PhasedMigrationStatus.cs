namespace PhasedMigrations;

/// <summary>Where a phased migration stands in the database.</summary>
public enum PhasedMigrationState
{
    /// <summary>Registered and expanded; the engine has work to do.</summary>
    Migrating,

    /// <summary>The last run stopped because somebody has to do something first.</summary>
    Blocked,

    /// <summary>All rows are migrated; the contract waits until it is asked for.</summary>
    AwaitingContract,

    /// <summary>Everything is done.</summary>
    Completed,
}

/// <summary>One registered phased migration.</summary>
public sealed record PhasedMigrationStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required PhasedMigrationState State { get; init; }

    /// <summary>Why it is blocked and what to do.</summary>
    public string? BlockedReason { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its contract was asked for.</summary>
    public DateTimeOffset? ContractRequestedAt { get; init; }

    /// <summary>When it was completed.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The process that works on it at the moment, as host and process id.</summary>
    public string? Owner { get; init; }

    /// <summary>Since when an operator has paused it; null when nobody has.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Since when an operator has cancelled it; null when nobody has. It takes resuming or reverting.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>What the operator said when he paused or cancelled it.</summary>
    public string? ControlReason { get; init; }

    /// <summary>The pace that an operator has set for every process; null when each follows its own options.</summary>
    public PhasedPace? Pace { get; init; }

    /// <summary>The steps that were begun, in order.</summary>
    public IReadOnlyList<PhasedStepStatus> Steps { get; init; } = [];
}

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

    /// <summary>The last error.</summary>
    public string? Error { get; init; }
}
