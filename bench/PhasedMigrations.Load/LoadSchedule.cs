namespace PhasedMigrations.Load;

/// <summary>When each request is due and what it does: both follow from its number alone, whatever the server does meanwhile.</summary>
internal sealed class LoadSchedule(IReadOnlyList<LoadTransaction> transactions, LoadOptions options)
{
    private readonly int _weights = transactions.Sum(transaction => transaction.Weight);

    public TimeSpan DueAt(long request) => TimeSpan.FromSeconds(request / options.Rate);

    /// <summary>How many requests are due by a time.</summary>
    public long DueBy(TimeSpan elapsed) => (long)Math.Floor(elapsed.TotalSeconds * options.Rate) + 1;

    /// <remarks>Neighbouring seeds give similar random numbers, so the bits are mixed first (the finalizer of SplitMix64).</remarks>
    public Random RandomFor(long request)
    {
        var bits = unchecked(((ulong)(uint)options.Seed << 32) + (ulong)request);
        bits = unchecked((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9);
        bits = unchecked((bits ^ (bits >> 27)) * 0x94D049BB133111EB);
        return new Random(unchecked((int)(bits ^ (bits >> 31))));
    }

    public LoadTransaction Choose(Random random)
    {
        var ticket = random.Next(_weights);
        foreach (var transaction in transactions)
        {
            ticket -= transaction.Weight;
            if (ticket < 0) return transaction;
        }
        throw new InvalidOperationException("The weights changed while they were added up.");
    }
}
