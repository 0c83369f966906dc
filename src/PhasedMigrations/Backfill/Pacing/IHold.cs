namespace PhasedMigrations.Backfill.Pacing;

/// <summary>Something that may keep the workers of this process from their next batch: an operator, the schedule, the load of the server.</summary>
internal interface IHold
{
    /// <returns>Why no batch may begin now, in words; null when one may. It is asked before each batch, so it mostly answers from memory.</returns>
    ValueTask<string?> ReasonAsync(CancellationToken cancellationToken);
}
