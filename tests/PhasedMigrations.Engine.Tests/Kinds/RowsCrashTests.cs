using PhasedMigrations.Engine.Tests.Crashes;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Kinds;

/// <summary>
/// Archiving and copying under kills and cut commits, while clients insert, update, delete and change keys. The books of the clients say what
/// must be there: nothing lost, nothing twice.
/// </summary>
public sealed class RowsCrashTests
{
    private const string Copies = """
        CREATE TABLE copies (account_id bigint PRIMARY KEY, code bigint NOT NULL, amount bigint NOT NULL, in_cents boolean NOT NULL, slug text NOT NULL);
        CREATE INDEX ON copies (code);
        """;

    private static async Task<PhasedDatabase> CopyAsync(int version)
    {
        var database = await PhasedDatabase.CreateAsync(version, Accounts.Sql("bigint") + Copies);
        await database.RegisterAsync("m", p => p.CopyRows(
            "accounts", "copies", "account_id = id, code = code, amount = amount, in_cents = in_cents, slug = 's' || code", "account_id"));
        return database;
    }

    private static async Task<PhasedDatabase> ArchiveAsync(int version)
    {
        var database = await PhasedDatabase.CreateAsync(version, Accounts.Sql("bigint") + "CREATE TABLE archive (LIKE accounts INCLUDING DEFAULTS);");
        await database.RegisterAsync("m", p => p.DeleteRows("accounts", "NOT in_cents", archiveInto: "archive"));
        return database;
    }

    private static async Task AssertCopiesAsync(PhasedDatabase database, IEnumerable<Client> clients)
    {
        await Disasters.RunOnAsync(database, Accounts.Options with { InitialBatchRows = 5000, TargetBatchTime = TimeSpan.FromMilliseconds(50) });
        Assert.Equal("awaiting_contract", await database.StateAsync("m"));

        await Books.AssertAsync(database, clients, unit: 1, "SELECT code, CASE WHEN in_cents THEN amount / 100 ELSE amount END FROM copies");
        Assert.Equal(0L, await database.ScalarAsync<long>("""
            SELECT count(*) FROM accounts a FULL JOIN copies c ON c.account_id = a.id
            WHERE (a.id, a.code, a.amount, a.in_cents, 's' || a.code) IS DISTINCT FROM (c.account_id, c.code, c.amount, c.in_cents, c.slug)
            """));
    }

    private static async Task AssertArchiveAsync(PhasedDatabase database, IEnumerable<MovingClient> clients)
    {
        await Disasters.RunOnAsync(database, Accounts.Options with { InitialBatchRows = 5000, TargetBatchTime = TimeSpan.FromMilliseconds(50) });
        Assert.Equal("completed", await database.StateAsync("m"));

        await Books.AssertAsync(database, clients, unit: 1, "SELECT code, amount FROM accounts UNION ALL SELECT code, amount FROM archive");
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE NOT in_cents"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM archive WHERE in_cents"));
    }

    private static Task<int> CrashAsync(PhasedDatabase database, bool isKilled) =>
        isKilled ? Disasters.KillProcessesAsync(database, Soak.Times(15), seed: 1) : Disasters.CutCommitsAsync(database);

    [Theory]
    [InlineData(14, true)]
    [InlineData(18, true)]
    [InlineData(18, false)]
    public async Task Copies_AreThoseOfTheBooks(int version, bool isKilled)
    {
        await using var database = await CopyAsync(version);
        using var stop = new CancellationTokenSource();
        var (clients, work) = Client.Start(database.Database.ConnectionString, count: 3, stop.Token);

        var crashes = await CrashAsync(database, isKilled);

        await stop.CancelAsync();
        await work;
        Assert.True(crashes >= 10, $"{crashes} crashes before everything was done");
        await AssertCopiesAsync(database, clients);
        Assert.All(clients, client => Assert.True(client.Operations > 0));
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(18, true)]
    [InlineData(18, false)]
    public async Task ArchivedRows_AreInExactlyOnePlace(int version, bool isKilled)
    {
        await using var database = await ArchiveAsync(version);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 3).Select(n => new MovingClient(database, n, 3)).ToList();
        var work = Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(stop.Token), CancellationToken.None)));

        var crashes = await CrashAsync(database, isKilled);

        await stop.CancelAsync();
        await work;
        Assert.True(crashes >= 10, $"{crashes} crashes before everything was done");
        await AssertArchiveAsync(database, clients);
        Assert.All(clients, client => Assert.True(client.Changes > 0));
    }
}
