namespace PhasedMigrations.Backfill;

/// <summary>Does chunks so that each row counts exactly once. One for each worker.</summary>
internal interface IChunkExecution : IAsyncDisposable
{
    /// <returns>Null when the chunk is not ours any more.</returns>
    Task<StripeResult?> RunAsync(Chunk chunk, int stripe, CancellationToken cancellationToken);
}
