using System.Runtime.CompilerServices;
using Npgsql;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Traffic;

namespace PhasedMigrations;

/// <summary>Samples how busy a server is, and proposes the hours in which runs disturb least.</summary>
public sealed class PhasedTraffic
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeProvider _time;

    /// <param name="dataSource">The database. The caller disposes it.</param>
    /// <param name="timeProvider">The clock of the pauses; null means the system's. Samples have the server's.</param>
    public PhasedTraffic(NpgsqlDataSource dataSource, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        (_dataSource, _time) = (dataSource, timeProvider ?? TimeProvider.System);
    }

    /// <summary>
    /// Samples until it is stopped, one cheap read of statistics views an interval, and keeps each sample in <c>phased.traffic_samples</c> where the
    /// schema <c>phased</c> is installed and the role may write there.
    /// </summary>
    /// <param name="interval">How often; 1 second to 1 hour.</param>
    /// <param name="cancellationToken">Stops it; the sequence ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is out of its range.</exception>
    /// <exception cref="ServerUnreachableException">The server does not answer.</exception>
    public IAsyncEnumerable<TrafficSample> SampleAsync(TimeSpan interval, CancellationToken cancellationToken = default)
    {
        if (interval < TimeSpan.FromSeconds(1) || interval > TimeSpan.FromHours(1))
            throw new ArgumentOutOfRangeException(nameof(interval), "The interval must be between 1 second and 1 hour.");
        return SamplesAsync(interval, cancellationToken);
    }

    /// <summary>The samples that were kept, the oldest first.</summary>
    /// <param name="age">How far back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>None where the schema <c>phased</c> is not installed.</returns>
    /// <exception cref="ServerUnreachableException">The server does not answer.</exception>
    public async Task<IReadOnlyList<TrafficSample>> GetSamplesAsync(TimeSpan age, CancellationToken cancellationToken = default)
    {
        await using var connection = await _dataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await IsKeptAsync(connection, "SELECT", cancellationToken).ConfigureAwait(false)
            ? await TrafficLog.ReadAsync(connection, age, cancellationToken).ConfigureAwait(false)
            : [];
    }

    /// <summary>The longest quiet stretch of the day, for working days and weekends apart where both were sampled around the clock.</summary>
    /// <param name="samples">At least an hour of them; a week tells more than a day.</param>
    /// <param name="zone">In whose hours to answer.</param>
    /// <returns>Nothing when no hour is quieter than the others.</returns>
    public static IReadOnlyList<QuietHours> ProposeWindows(IReadOnlyList<TrafficSample> samples, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(zone);
        return QuietHoursFinder.Find(samples, zone);
    }

    private async IAsyncEnumerable<TrafficSample> SamplesAsync(TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenAsync(cancellationToken).ConfigureAwait(false);
        var isKept = await IsKeptAsync(connection, "INSERT", cancellationToken).ConfigureAwait(false);
        var before = await TrafficCounters.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await Task.Delay(interval, _time, cancellationToken).ConfigureAwait(false);
            var now = await TrafficCounters.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var sample = now.Since(before);
            before = now;
            if (sample is null)
                continue;
            if (isKept)
                await TrafficLog.WriteAsync(connection, sample, cancellationToken).ConfigureAwait(false);
            yield return sample;
        }
    }

    // Asked of the catalog: a name in a schema that the role may not use would be an error.
    private static Task<bool> IsKeptAsync(NpgsqlConnection connection, string right, CancellationToken cancellationToken) => connection.ScalarAsync<bool>(
        """
        SELECT EXISTS (
            SELECT 1 FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'phased' AND c.relname = 'traffic_samples'
                AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, $1) AND ($1 = 'SELECT' OR NOT pg_is_in_recovery()))
        """,
        [right], cancellationToken);
}
