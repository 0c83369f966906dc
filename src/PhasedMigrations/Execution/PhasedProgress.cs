namespace PhasedMigrations;

/// <summary>What a progress report is about.</summary>
public enum PhasedProgressKind
{
    /// <summary>Work on a migration begins.</summary>
    MigrationStarted,

    /// <summary>A step begins.</summary>
    StepStarted,

    /// <summary>A step has come further; <see cref="PhasedProgress.Done"/> says how far.</summary>
    StepAdvanced,

    /// <summary>A step waits: for a lock, for another process, for an operator who has paused it, or for its window; <see cref="PhasedProgress.Message"/> says for whom.</summary>
    Waiting,

    /// <summary>A step is done.</summary>
    StepFinished,

    /// <summary>Work on a migration has ended; <see cref="PhasedProgress.Message"/> says how.</summary>
    MigrationFinished,
}

/// <summary>A progress report of a run.</summary>
public sealed record PhasedProgress
{
    /// <summary>What the report is about.</summary>
    public required PhasedProgressKind Kind { get; init; }

    /// <summary>The name of the migration.</summary>
    public required string Migration { get; init; }

    /// <summary>What the step does; empty for reports about the whole migration.</summary>
    public string Step { get; init; } = "";

    /// <summary>How many of <see cref="Unit"/> are done.</summary>
    public long? Done { get; init; }

    /// <summary>How many there are, as the server estimates; <see cref="Done"/> may pass it.</summary>
    public long? Total { get; init; }

    /// <summary><c>rows</c> or <c>blocks</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>How many of <see cref="Unit"/> a second all processes together have done over the last half minute; null until that is known.</summary>
    public double? PerSecond { get; init; }

    /// <summary>How long the rest takes at this rate; null when that cannot be told.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Since when <see cref="Message"/> keeps the engine from its next batch or step; null when nothing does.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Text for people.</summary>
    public string? Message { get; init; }
}
