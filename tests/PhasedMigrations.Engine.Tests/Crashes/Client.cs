using System.Globalization;
using Npgsql;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>
/// A client of the application that inserts, updates, deletes and moves rows of its own, and keeps its own books of what they must be worth.
/// It commits synchronously and asks again when an answer is lost, so that its books are exact whatever crashes.
/// </summary>
public sealed class Client : IBooks
{
    private const long NewCodes = 1_000_000;
    private readonly NpgsqlDataSource _dataSource;
    private readonly int _number;
    private readonly int _clients;
    private readonly Random _random;
    private readonly Dictionary<long, long?> _books = [];
    private long _operation;

    private Client(NpgsqlDataSource dataSource, int number, int clients) =>
        (_dataSource, _number, _clients, _random) = (dataSource, number, clients, new Random(number));

    public int Operations { get; private set; }

    /// <summary>Starts clients that work until the token is cancelled.</summary>
    public static (IReadOnlyList<Client> Clients, Task Work) Start(string connectionString, int count, CancellationToken stop)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c synchronous_commit=on", ApplicationName = "client" };
        var dataSource = NpgsqlDataSource.Create(builder.ConnectionString);
        var clients = Enumerable.Range(0, count).Select(n => new Client(dataSource, n, count)).ToList();
        return (clients, WorkAsync());

        async Task WorkAsync()
        {
            await using (dataSource)
                await Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(stop), CancellationToken.None)));
        }
    }

    public void ApplyTo(Dictionary<long, long> worth)
    {
        foreach (var (code, value) in _books)
        {
            if (value is { } now)
                worth[code] = now;
            else
                worth.Remove(code);
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        for (; !stop.IsCancellationRequested; Operations++)
        {
            // Codes of its own: nobody else's books hold them.
            var code = (_random.Next(Accounts.Rows / _clients) * _clients) + _number + 1L;
            _operation++;
            switch (_random.Next(10))
            {
                case 0:
                    await InsertAsync();
                    break;
                case 1:
                    await DoAsync(code, "DELETE FROM accounts WHERE code = {0}", Confirmed.ByAbsence);
                    _books[code] = null;
                    break;
                case 2 or 3:
                    // The key changes, and with it the row's place in every index.
                    await DoAsync(code, "UPDATE accounts SET id = id + 10000000, operation = {1} WHERE code = {0}", Confirmed.ByOperation);
                    break;
                default:
                    var change = _random.Next(1, 1000);
                    if (Worth(code) is not { } before)
                        break;
                    await DoAsync(
                        code,
                        string.Create(CultureInfo.InvariantCulture, $"UPDATE accounts SET amount = amount + CASE WHEN in_cents THEN 100 ELSE 1 END * {change}, operation = {{1}} WHERE code = {{0}}"),
                        Confirmed.ByOperation);
                    _books[code] = before + change;
                    break;
            }
        }
    }

    private async Task InsertAsync()
    {
        var code = NewCodes + (_operation * _clients) + _number;
        await DoAsync(code, "INSERT INTO accounts (id, code, amount, operation) VALUES ({0}, {0}, 700, {1}) ON CONFLICT DO NOTHING", Confirmed.ByOperation);
        _books[code] = 7;
    }

    private long? Worth(long code) => _books.TryGetValue(code, out var value) ? value : code % 97;

    private enum Confirmed
    {
        ByOperation,
        ByAbsence,
    }

    // Until it is known to have happened: a lost answer may belong to a change that was made.
    private async Task DoAsync(long code, string sql, Confirmed confirmed)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        for (var isRepeated = false; ; isRepeated = true)
        {
            try
            {
                if (isRepeated && await HappenedAsync(code, confirmed))
                    return;
                await ExecuteAsync(string.Format(CultureInfo.InvariantCulture, sql, code, _operation));
                return;
            }
            catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
            {
                if (TimeProvider.System.GetElapsedTime(deadline) > TimeSpan.FromMinutes(1))
                    throw;
            }
        }
    }

    private async Task<bool> HappenedAsync(long code, Confirmed confirmed)
    {
        await using var command = _dataSource.CreateCommand(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT count(*) FILTER (WHERE operation = {_operation}), count(*) FROM accounts WHERE code = {code}"));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return confirmed == Confirmed.ByOperation ? reader.GetInt64(0) == 1 : reader.GetInt64(1) == 0;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
