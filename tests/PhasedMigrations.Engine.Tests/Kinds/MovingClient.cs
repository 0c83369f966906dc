using PhasedMigrations.Engine.Tests.Crashes;
using System.Globalization;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Kinds;

/// <summary>A client whose rows may be archived under its hands: it books a change only when the server says that the row was still there.</summary>
public sealed class MovingClient(PhasedDatabase database, int number, int clients) : IBooks
{
    private const long NewCodes = 1_000_000;
    private readonly Random _random = new(number);
    private readonly Dictionary<long, long> _changes = [];
    private readonly HashSet<long> _deleted = [];
    private readonly HashSet<long> _inserted = [];

    /// <summary>How many changes met a row that was to be archived.</summary>
    public int Changes { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        for (var operation = 0L; !stop.IsCancellationRequested; operation++)
        {
            // Codes of its own: nobody else's books hold them.
            var code = (_random.Next(Crashes.Accounts.Rows / clients) * clients) + number + 1L;
            switch (_random.Next(10))
            {
                case 0:
                    var added = NewCodes + (operation * clients) + number;
                    await ExecuteAsync($"INSERT INTO accounts (id, code, amount) VALUES ({added}, {added}, 7)");
                    _inserted.Add(added);
                    break;
                case 1:
                    if (await ExecuteAsync($"DELETE FROM accounts WHERE code = {code}") == 1)
                        _deleted.Add(code);
                    break;
                case 2 or 3:
                    await ExecuteAsync($"UPDATE accounts SET id = id + 10000000 WHERE code = {code}");
                    break;
                default:
                    var change = _random.Next(1, 1000);
                    if (await ExecuteAsync($"UPDATE accounts SET amount = amount + {change} WHERE code = {code}") != 1)
                        break;
                    Changes++;
                    _changes[code] = _changes.GetValueOrDefault(code) + change;
                    break;
            }
        }
    }

    public void ApplyTo(Dictionary<long, long> worth)
    {
        foreach (var code in _inserted)
            worth[code] = 7;
        foreach (var (code, change) in _changes)
            worth[code] += change;
        foreach (var code in _deleted)
            worth.Remove(code);
    }

    private Task<int> ExecuteAsync(FormattableString sql) => database.ExecuteAsync(sql.ToString(CultureInfo.InvariantCulture));
}
