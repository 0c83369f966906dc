using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Backfill;

/// <summary>Keeps a chunk ours while work on it takes longer than a lease.</summary>
internal sealed class ChunkLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly Task _renewal;

    private ChunkLease(RunContext run, Chunk chunk, CancellationToken kill)
    {
        _ended = CancellationTokenSource.CreateLinkedTokenSource(kill);
        _renewal = RenewAsync(run, chunk, _ended.Token);
    }

    public static ChunkLease Keep(RunContext run, Chunk chunk, CancellationToken kill) => new(run, chunk, kill);

    /// <summary>Gives chunks back that were not finished, so that nobody waits for their leases.</summary>
    public static async Task ReleaseAsync(RunContext run, IEnumerable<Chunk> chunks)
    {
        using var limit = new CancellationTokenSource(run.Options.StopGrace, run.Time);
        try
        {
            await using var connection = await run.DataSource.OpenAsync(limit.Token).ConfigureAwait(false);
            foreach (var chunk in chunks)
                await connection.ExecuteAsync(
                    "UPDATE phased.chunks SET lease_until = clock_timestamp() WHERE id = $1 AND epoch = $2 AND state = 'running'",
                    [chunk.Id, chunk.Epoch], limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or ServerUnreachableException or OperationCanceledException)
        {
            // The server is away, or somebody holds the rows. The leases end by its clock.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _renewal.ConfigureAwait(false);
        _ended.Dispose();
    }

    private static async Task RenewAsync(RunContext run, Chunk chunk, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(run.Options.Lease / 3, run.Time, ended).ConfigureAwait(false);
                await using var connection = await run.DataSource.OpenAsync(ended).ConfigureAwait(false);
                await connection.ExecuteAsync(
                    "UPDATE phased.chunks SET lease_until = clock_timestamp() + $3 WHERE id = $1 AND epoch = $2 AND state = 'running'",
                    [chunk.Id, chunk.Epoch, run.Options.Lease], ended).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or NpgsqlException or ServerUnreachableException)
            {
                // Ended, or the server is away: the work itself meets that.
            }
        }
    }
}
