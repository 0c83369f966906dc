using Npgsql;

namespace PhasedMigrations.Load;

/// <summary>
/// Open-loop traffic: requests are due at a fixed rate whatever the server does, and a request's latency counts from when it was due.
/// A stall of one second is seen by every request of that second, as it is by users, and not only by those that happened to be running.
/// </summary>
public sealed class LoadGenerator
{
    private readonly string _connectionString;
    private readonly IReadOnlyList<LoadTransaction> _transactions;
    private readonly LoadOptions _options;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">No transaction, a weight below 1, or an option out of its range.</exception>
    public LoadGenerator(
        string connectionString, IReadOnlyList<LoadTransaction> transactions, LoadOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new LoadOptions();
        if (transactions.Count == 0) throw new ArgumentException("There is no transaction to send.", nameof(transactions));
        if (transactions.Any(transaction => transaction.Weight < 1))
            throw new ArgumentException("Every transaction's weight must be at least 1.", nameof(transactions));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.Rate);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Connections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.QueueLimit, _options.Connections);

        _transactions = transactions;
        _time = time ?? TimeProvider.System;
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "load",
            MinPoolSize = 0,
            MaxPoolSize = _options.Connections,
            // The request's own timeout rules.
            CommandTimeout = 0,
        }.ConnectionString;
    }

    /// <summary>Opens the connections, then starts the clock.</summary>
    public async Task<LoadRun> StartAsync(CancellationToken cancellationToken = default)
    {
        var dataSource = NpgsqlDataSource.Create(_connectionString);
        try
        {
            await OpenAllAsync(dataSource, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await dataSource.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new LoadRun(dataSource, new LoadSchedule(_transactions, _options), _options, _time);
    }

    private async Task OpenAllAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connections = new List<NpgsqlConnection>();
        try
        {
            for (var i = 0; i < _options.Connections; i++)
                connections.Add(await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            foreach (var connection in connections) await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
