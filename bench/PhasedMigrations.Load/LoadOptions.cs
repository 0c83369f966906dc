namespace PhasedMigrations.Load;

/// <summary>The traffic's shape.</summary>
public sealed record LoadOptions
{
    /// <summary>Requests a second, at even distances, whether or not earlier ones have ended.</summary>
    public double Rate { get; init; } = 400;

    /// <summary>How many requests can be with the server at once; further ones wait, and their waiting counts.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>A request that this many others have passed by the time a connection is free is not sent but counted as shed.</summary>
    public int QueueLimit { get; init; } = 100_000;

    /// <summary>After this long with the server a request fails. Long, so that a lock shows as a stall and not as an error.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Determines the sequence of transactions and the random numbers each of them gets.</summary>
    public int Seed { get; init; } = 1;
}
