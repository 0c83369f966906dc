namespace PhasedMigrations;

/// <summary>How a migration is to be verified.</summary>
public sealed record PhasedVerificationRequest
{
    /// <summary>How much is looked at. Default counts.</summary>
    public PhasedVerificationMode Mode { get; init; } = PhasedVerificationMode.Counts;

    /// <summary>The share of the table that a sample takes, in percent: above 0, at most 100. Default 1. Of small tables every row is taken.</summary>
    public double SamplePercent { get; init; } = 1;

    /// <summary>Chooses the rows of a sample; the same seed takes the same pages of a table that has not changed. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Whether rows that are wrong get the expression's value, in small batches. Counts and full only. Default no.</summary>
    public bool Repair { get; init; }

    internal PhasedVerificationRequest Validated()
    {
        if (!Enum.IsDefined(Mode) || Mode == PhasedVerificationMode.None)
            throw new ArgumentOutOfRangeException(nameof(Mode), $"{nameof(PhasedVerificationRequest)}.{nameof(Mode)} must be Counts, Sample or Full.");
        if (SamplePercent is not (> 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(SamplePercent), $"{nameof(PhasedVerificationRequest)}.{nameof(SamplePercent)} must be above 0 and at most 100.");
        if (Repair && Mode == PhasedVerificationMode.Sample)
            throw new ArgumentException("A sample does not see every row that would have to be repaired; repair with Full.", nameof(Repair));
        return this;
    }
}
