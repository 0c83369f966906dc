using PhasedMigrations.Execution;
using PhasedMigrations.Transforms;

namespace PhasedMigrations.Backfill.Transforms;

/// <summary>Calls the transform, row by row, outside of any transaction. A call that throws refuses its row.</summary>
internal sealed class TransformComputing(RunContext run, TransformBinding binding)
{
    // After so long what is computed is written: rows are the less likely to have changed, and a stop is heeded.
    private static readonly TimeSpan SliceTime = TimeSpan.FromSeconds(1);

    /// <param name="rows">Are taken from here until a slice is full; at least one, when there is one.</param>
    /// <param name="refuse">Is told of rows that cannot be computed.</param>
    /// <param name="isEnough">Ends the slice as well.</param>
    /// <returns>What is computed, and the key of the last row that was taken.</returns>
    public async Task<(List<ComputedRow> Rows, string[]? Last)> SliceAsync(
        Queue<TransformRow> rows, Action<string[], Exception> refuse, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        var started = run.Time.GetTimestamp();
        var computed = new List<ComputedRow>();
        string[]? last = null;
        while (rows.TryDequeue(out var row))
        {
            last = row.Key;
            if (await TryAsync(row, refuse, cancellationToken).ConfigureAwait(false) is { } done)
                computed.Add(done);
            if (isEnough() || run.Time.GetElapsedTime(started) >= SliceTime)
                break;
        }

        return (computed, last);
    }

    /// <returns>Null when the row is refused.</returns>
    public async ValueTask<ComputedRow?> TryAsync(TransformRow row, Action<string[], Exception> refuse, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (row.Error is not null)
        {
            refuse(row.Key, row.Error);
            return null;
        }

        try
        {
            var call = binding.Transform.TransformAsync(row.Row, cancellationToken);
            // One that does not heed its token must not hold up the end.
            var value = call.IsCompleted
                ? await call.ConfigureAwait(false)
                : await call.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            return new(row.Key, row.Image, binding.Values.Split(value));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not OutOfMemoryException)
        {
            refuse(row.Key, e);
            return null;
        }
    }
}
