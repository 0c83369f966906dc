using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Locks;

namespace PhasedMigrations.Proofs.Impact;

/// <summary>
/// The Npgsql provider begins every AlterColumn with ALTER COLUMN … TYPE, also when the type stays. PostgreSQL then makes anew what
/// depends on the column: CHECK constraints are checked again, indexes with a predicate or an expression are built again.
/// So no proof makes AlterColumn instant; the statement SET NOT NULL alone is (see <see cref="SafePathTests"/>).
/// </summary>
public sealed class AlterColumnTests
{
    private const string ValidatedCheck = "ALTER TABLE purchase ADD CONSTRAINT filled CHECK (state IS NOT NULL)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task ValidatedCheck_IsCheckedAgain(int version)
    {
        var purchase = await MakeStateRequiredAsync(version, ValidatedCheck);

        Assert.Equal((LockMode.AccessExclusive, true), (purchase.Lock, purchase.Scanned));
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task FilteredIndex_IsBuiltAgain(int version)
    {
        var purchase = await MakeStateRequiredAsync(version, "CREATE INDEX ix_paid ON purchase (id) WHERE state = 'paid'");

        Assert.Equal(["ix_paid"], purchase.IndexesBuilt);
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task PlainIndex_IsKept(int version)
    {
        var purchase = await MakeStateRequiredAsync(version, "CREATE INDEX ix_state ON purchase (state)");

        Assert.Empty(purchase.IndexesBuilt);
        Assert.False(purchase.Rewritten);
    }

    private static async Task<TableImpact> MakeStateRequiredAsync(int version, string before)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        foreach (var sql in new[] { ImpactCase.Shop, ImpactCase.Filled, before }) await database.ExecuteAsync(sql, Cancellation);

        var migration = new CompiledMigration(ImpactCase.All.Single(one => one.Name == "nullable to required").Up);
        var commands = migration.Generate(version).Select(command => command.CommandText).ToArray();
        return (await new LockProbe(database.DataSource).MeasureAsync(commands, Cancellation))["public.purchase"];
    }
}
