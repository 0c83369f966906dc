using PhasedMigrations.PostgreSql;
using PhasedMigrations.Testing;

namespace PhasedMigrations.Proofs.Impact;

public sealed class DefaultVolatilityTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gen_random_uuid()", true)]
    [InlineData("public.uuid_generate_v4 ()", true)]
    [InlineData("\"gen_random_uuid\"()::text", true)]
    [InlineData("upper(CLOCK_TIMESTAMP()::text)", true)]
    [InlineData("nextval('numbers'::regclass)", true)]
    [InlineData("'it''s ' || random()", true)]
    [InlineData("now()", false)]
    [InlineData("CURRENT_TIMESTAMP", false)]
    [InlineData("now() AT TIME ZONE 'utc'", false)]
    [InlineData("'gen_random_uuid()'", false)]
    [InlineData("/* not random() */ 0", false)]
    [InlineData("random /* as you like */ ()", true)]
    [InlineData("my_random()", false)]
    [InlineData("(0)", false)]
    [InlineData(null, false)]
    public void Expression_IsClassified(string? expression, bool isVolatile) =>
        Assert.Equal(isVolatile, DefaultVolatility.IsVolatile(expression));

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task ListedFunctions_AreVolatileOnTheServer(int version)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);

        var notVolatile = await database.ColumnAsync<string>(
            $"""
            SELECT proname::text FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace AND provolatile <> 'v' AND proname IN ({Listed})
            """,
            Cancellation);

        Assert.Empty(notVolatile);
    }

    [Fact]
    public async Task EveryListedFunction_ExistsInTheNewestServerOrInAnExtension()
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(PostgresVersion.Newest);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);

        var builtIn = await database.ColumnAsync<string>(
            $"SELECT DISTINCT proname::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname IN ({Listed})",
            Cancellation);

        string[] ofExtensions = ["gen_random_bytes", "gen_salt", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"];
        Assert.Equal(DefaultVolatility.VolatileFunctions.Order(), builtIn.Concat(ofExtensions).Order());
    }

    private static string Listed => string.Join(", ", DefaultVolatility.VolatileFunctions.Select(name => $"'{name}'"));
}
