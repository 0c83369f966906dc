namespace PhasedMigrations;

/// <summary>A process that works on a migration.</summary>
public sealed record PhasedRunnerStatus
{
    /// <summary>Its host and process id, and what tells it from others there.</summary>
    public required string Owner { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its last sign of life, by the server's clock.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>How many batches it executes at once.</summary>
    public int? Workers { get; init; }

    /// <summary>How long it pauses after a batch, as a multiple of the batch's time.</summary>
    public double? PauseRatio { get; init; }

    /// <summary>What keeps it from its next batch; null when nothing does.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Since when that is so.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>What it last read of the load of the server.</summary>
    public IReadOnlyList<PhasedSignalStatus> Signals { get; init; } = [];
}

/// <summary>The last reading of a load signal.</summary>
/// <param name="Name">The name of the signal.</param>
/// <param name="Value">What it read; null when it could not be read.</param>
/// <param name="Unit">The unit of the value.</param>
public sealed record PhasedSignalStatus(string Name, double? Value, string? Unit);
