using System.Globalization;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>
/// The table that the crash tests migrate, in two ways at once: amounts become cents in place, which must happen exactly once a row and is
/// told by a marker, and every row gets a slug, which a trigger gives to rows that clients write.
/// </summary>
public static class Accounts
{
    public const int Rows = 12_000;

    // Small chunks, so that there are many moments to crash in.
    public static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with
    {
        InitialBatchRows = 50, TargetBatchTime = TimeSpan.FromMilliseconds(1), Workers = 2, LockWaitLimit = TimeSpan.FromMinutes(2),
        Transforms = new BackfillTransforms().Add("cents", (Price row) => new Price(row.Amount * 100, InCents: true)),
    };

    public sealed record Price(long Amount, bool InCents);

    public static string Sql(string key) => string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TABLE accounts (
            id {key} NOT NULL, code bigint NOT NULL, amount bigint NOT NULL, in_cents boolean NOT NULL DEFAULT false,
            slug text, operation bigint NOT NULL DEFAULT 0, note text NOT NULL DEFAULT repeat('n', 40), PRIMARY KEY (id));
        INSERT INTO accounts (id, code, amount) SELECT g, g, g % 97 FROM generate_series(1, {Rows}) g;
        CREATE INDEX accounts_amount ON accounts (code);
        -- From now on clients write cents.
        ALTER TABLE accounts ALTER COLUMN in_cents SET DEFAULT true;
        ANALYZE accounts;
        """);

    public static async Task RegisterAsync(PhasedDatabase database)
    {
        await database.RegisterAsync("Cents", p => p.Backfill("accounts", "amount = amount * 100, in_cents = true", "NOT in_cents"));
        await database.RegisterAsync("Slug", p => p.Backfill("accounts", "slug = 's' || code", "slug IS NULL").SetNotNull("accounts", "slug"));
    }

    /// <summary>Runs what is left to the end, and holds the result against what the clients know and against the server's own VALIDATE.</summary>
    public static async Task AssertExactAsync(PhasedDatabase database, IEnumerable<IBooks> clients)
    {
        for (var again = 0; again < 20 && await database.ScalarAsync<long>("SELECT count(*) FROM phased.migrations WHERE state <> 'completed'") > 0; again++)
            await database.RunAsync(new() { Contract = true }, Options with { InitialBatchRows = 5000, TargetBatchTime = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(["completed", "completed"], await database.ColumnAsync<string>("SELECT state FROM phased.migrations"));
        Assert.Equal(["pages", "pages"], await database.ColumnAsync<string>("SELECT strategy FROM phased.steps WHERE kind = 'backfill'"));

        await Books.AssertAsync(database, clients, unit: 100, "SELECT code, amount FROM accounts");
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE NOT in_cents"));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM accounts WHERE slug IS DISTINCT FROM 's' || code"));
        // The server's word, with a scan of its own.
        await database.ExecuteAsync("ALTER TABLE accounts ADD CONSTRAINT all_cents CHECK (in_cents) NOT VALID; ALTER TABLE accounts VALIDATE CONSTRAINT all_cents");
        Assert.True(await database.ScalarAsync<bool>("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'accounts'::regclass AND attname = 'slug'"));
    }
}
