namespace PhasedMigrations;

/// <summary>
/// How hard every process works on one migration, stored with it; what is null follows the <see cref="PhasedRunnerOptions"/> of each process.
/// </summary>
public sealed record PhasedPace
{
    /// <summary>Overrules <see cref="PhasedRunnerOptions.Pace"/>.</summary>
    public BackfillPace? Pace { get; init; }

    /// <summary>Overrules <see cref="PhasedRunnerOptions.PauseRatio"/>: the pause after each batch as a multiple of its time, 0 to 100.</summary>
    public double? PauseRatio { get; init; }

    /// <summary>Overrules <see cref="PhasedRunnerOptions.Workers"/>, in each process; 1 to 64. The data source of each must allow so many connections.</summary>
    public int? Workers { get; init; }

    internal PhasedPace Validated()
    {
        if (Pace is { } pace && !Enum.IsDefined(pace))
            throw new ArgumentOutOfRangeException(nameof(Pace), $"{nameof(PhasedPace)}.{nameof(Pace)} must be one of BackfillPace.");
        if (PauseRatio is not (null or (>= 0 and <= 100)))
            throw new ArgumentOutOfRangeException(nameof(PauseRatio), $"{nameof(PhasedPace)}.{nameof(PauseRatio)} must be between 0 and 100.");
        if (Workers is not (null or (>= 1 and <= 64)))
            throw new ArgumentOutOfRangeException(nameof(Workers), $"{nameof(PhasedPace)}.{nameof(Workers)} must be between 1 and 64.");
        return this;
    }
}
