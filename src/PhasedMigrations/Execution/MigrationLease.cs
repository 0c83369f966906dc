using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Execution;

/// <summary>
/// The right to change the schema for one migration. It is a row with an epoch and an end by the server's clock, not a session lock, so that
/// it works through transaction pooling and ends when its process dies. It is renewed in the background until it is disposed.
/// </summary>
internal sealed class MigrationLease : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly long _migration;
    private readonly PhasedRunnerOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewal;

    private MigrationLease(NpgsqlDataSource dataSource, long migration, long epoch, PhasedRunnerOptions options, TimeProvider time)
    {
        (_dataSource, _migration, Epoch, _options, _time) = (dataSource, migration, epoch, options, time);
        _renewal = RenewAsync();
    }

    public long Epoch { get; }

    /// <summary>Cancelled when another process has taken the migration over or nobody knows any more.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <returns>Null when another process holds it, or the migration is gone.</returns>
    public static async Task<MigrationLease?> TryAcquireAsync(
        NpgsqlDataSource dataSource, long migration, string owner, PhasedRunnerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var epoch = await connection.ScalarAsync<long?>(
            """
            UPDATE phased.migrations
            SET lease_owner = $2, lease_until = clock_timestamp() + $3, lease_epoch = lease_epoch + 1
            WHERE id = $1 AND (lease_until IS NULL OR lease_until < clock_timestamp())
            RETURNING lease_epoch
            """,
            [migration, owner, options.Lease], cancellationToken).ConfigureAwait(false);
        return epoch is { } e ? new(dataSource, migration, e, options, time) : null;
    }

    /// <summary>Fails, inside the transaction of <paramref name="connection"/>, unless the lease is still ours; holds it until the transaction ends.</summary>
    /// <exception cref="LeaseLostException">Another process has taken over, or the migration was reverted.</exception>
    public async Task FenceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.ExecuteAsync(
            "UPDATE phased.migrations SET lease_until = clock_timestamp() + $3 WHERE id = $1 AND lease_epoch = $2",
            [_migration, Epoch, _options.Lease], cancellationToken).ConfigureAwait(false);
        if (rows == 0)
            throw new LeaseLostException();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _renewal.ConfigureAwait(false);
        using var limit = new CancellationTokenSource(_options.StopGrace, _time);
        try
        {
            await using var connection = await _dataSource.OpenAsync(limit.Token).ConfigureAwait(false);
            await connection.ExecuteAsync(
                "UPDATE phased.migrations SET lease_until = NULL WHERE id = $1 AND lease_epoch = $2", [_migration, Epoch], limit.Token)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or ServerUnreachableException or OperationCanceledException)
        {
            // The server is away, or somebody holds the row. The lease ends by its clock.
        }

        _end.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        var renewedAt = _time.GetTimestamp();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_options.Lease / 3, _time, _end.Token).ConfigureAwait(false);
                await using var connection = await _dataSource.OpenAsync(_end.Token).ConfigureAwait(false);
                await FenceAsync(connection, _end.Token).ConfigureAwait(false);
                renewedAt = _time.GetTimestamp();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or ServerUnreachableException or LeaseLostException)
            {
                if (e is LeaseLostException || _time.GetElapsedTime(renewedAt) > _options.Lease)
                {
                    await _lost.CancelAsync().ConfigureAwait(false);
                    return;
                }
            }
        }
    }
}

/// <summary>Another process works on the migration now, or it was reverted. What this one had not committed is rolled back.</summary>
internal sealed class LeaseLostException() : Exception("Another process has taken the migration over, or it was reverted.");
