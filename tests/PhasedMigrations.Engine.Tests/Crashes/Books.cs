using System.Globalization;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>What a client knows that it did to <see cref="Accounts"/>, because the server confirmed it.</summary>
public interface IBooks
{
    /// <summary>Enters its changes into what the rows are worth in whole units, by their code.</summary>
    void ApplyTo(Dictionary<long, long> worth);
}

/// <summary>The books of all clients together.</summary>
public static class Books
{
    /// <summary>Every code is there once, with its worth.</summary>
    /// <param name="database">Where the accounts are.</param>
    /// <param name="clients">Everybody who changed them.</param>
    /// <param name="unit">What a whole unit is in <paramref name="stored"/>.</param>
    /// <param name="stored">A query for the code and the worth of every row.</param>
    public static async Task AssertAsync(PhasedDatabase database, IEnumerable<IBooks> clients, int unit, string stored)
    {
        var worth = Enumerable.Range(1, Accounts.Rows).ToDictionary(g => (long)g, g => (long)g % 97);
        foreach (var client in clients)
            client.ApplyTo(worth);
        Assert.Equal(
            worth.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value * unit}")),
            await database.ColumnAsync<string>($"SELECT code || ':' || worth FROM ({stored}) AS stored (code, worth) ORDER BY code, worth"));
    }
}
