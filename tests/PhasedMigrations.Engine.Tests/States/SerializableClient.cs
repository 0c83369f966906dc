using System.Data;
using System.Globalization;
using Npgsql;
using PhasedMigrations.Engine.Tests.Crashes;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>
/// A client that moves money between two of its accounts in serializable transactions: it writes what it computes from what it has read, and begins anew
/// when the server refuses that. The first times it sees to it that it meets the backfill: it waits, in its transaction, until the backfill has changed what
/// it has read, or, where it is to be ahead, until a batch waits for what it has written.
/// </summary>
internal sealed class SerializableClient(NpgsqlDataSource dataSource, int number, int clients, bool isAhead) : IBooks
{
    private const int MostMeetings = 4;
    private readonly Random _random = new(number);
    private readonly Dictionary<long, long> _moved = [];
    private readonly TaskCompletionSource _isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _meetings;

    public bool IsAhead => isAhead;

    /// <summary>Completes when its first transaction waits for the backfill.</summary>
    public Task IsReady => _isReady.Task;

    /// <summary>How often the server has refused a transaction of it (40001).</summary>
    public int Refusals { get; private set; }

    public int Transfers { get; private set; }

    public void ApplyTo(Dictionary<long, long> worth)
    {
        foreach (var (code, change) in _moved)
            worth[code] += change;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        for (; !stop.IsCancellationRequested; Transfers++)
        {
            var (from, to, units) = (Code(), Code(), _random.Next(1, 50));
            while (to == from)
                to = Code();
            while (!await TryTransferAsync(from, to, units, stop))
                Refusals++;
            _moved[from] = _moved.GetValueOrDefault(from) - units;
            _moved[to] = _moved.GetValueOrDefault(to) + units;
        }
    }

    // Codes of its own: nobody else's books hold them.
    private long Code() => (_random.Next(Accounts.Rows / clients) * clients) + number + 1L;

    /// <returns>False when the server has refused it: nothing has happened.</returns>
    private async Task<bool> TryTransferAsync(long from, long to, int units, CancellationToken stop)
    {
        await using var connection = await dataSource.OpenConnectionAsync(CancellationToken.None);
        try
        {
            // Npgsql begins READ COMMITTED ones where nothing else is said, whatever the database's default is.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, CancellationToken.None);
            var (source, target) = (await ReadAsync(connection, from), await ReadAsync(connection, to));
            var meets = !source.InCents && _meetings < MostMeetings;
            if (meets && !isAhead)
                await MeetAsync(Invariant($"SELECT in_cents FROM accounts WHERE code = {from}"), stop);
            await WriteAsync(connection, from, source, -units);
            await WriteAsync(connection, to, target, units);
            if (meets && isAhead)
                await MeetAsync(
                    Invariant($"SELECT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE {connection.ProcessID} = ANY (pg_blocking_pids(a.pid)))"), stop);
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.SerializationFailure)
        {
            return false;
        }
    }

    private static async Task<(long Amount, bool InCents)> ReadAsync(NpgsqlConnection connection, long code)
    {
        await using var command = new NpgsqlCommand(Invariant($"SELECT amount, in_cents FROM accounts WHERE code = {code}"), connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetBoolean(1));
    }

    // Not "amount + …": what was read decides, so that a change that came between would be lost if the server let that pass.
    private static async Task WriteAsync(NpgsqlConnection connection, long code, (long Amount, bool InCents) read, int units)
    {
        var amount = read.Amount + (units * (read.InCents ? 100 : 1));
        await using var command = new NpgsqlCommand(Invariant($"UPDATE accounts SET amount = {amount} WHERE code = {code}"), connection);
        await command.ExecuteNonQueryAsync();
    }

    // Asks on another connection, in transactions of its own.
    private async Task MeetAsync(string condition, CancellationToken stop)
    {
        _meetings++;
        _isReady.TrySetResult();
        await using var command = dataSource.CreateCommand(condition);
        while (!stop.IsCancellationRequested && await command.ExecuteScalarAsync(CancellationToken.None) is not true)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
