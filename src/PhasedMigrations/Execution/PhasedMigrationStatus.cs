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

    /// <summary>The processes that work on it at the moment; one that has given no sign of life for 15 seconds is left out.</summary>
    public IReadOnlyList<PhasedRunnerStatus> Runners { get; init; } = [];

    /// <summary>The steps that were begun, in order.</summary>
    public IReadOnlyList<PhasedStepStatus> Steps { get; init; } = [];
}
