using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Locks;

namespace PhasedMigrations.Proofs.Impact;

/// <summary>The statements that the fixes and the engine put in the place of the dangerous ones are harmless on every supported server.</summary>
public sealed class SafePathTests
{
    private const string Purchase = "public.purchase";
    private const string Customer = "public.customer";
    private const string AddCheck = "ALTER TABLE purchase ADD CONSTRAINT filled CHECK (state IS NOT NULL) NOT VALID";
    private const string ValidateCheck = "ALTER TABLE purchase VALIDATE CONSTRAINT filled";
    private const string SetNotNull = "ALTER TABLE purchase ALTER COLUMN state SET NOT NULL";
    private const string AddNotNull = "ALTER TABLE purchase ADD CONSTRAINT filled NOT NULL state NOT VALID";
    private const string AddKey = "ALTER TABLE purchase ADD CONSTRAINT fk FOREIGN KEY (customer_id) REFERENCES customer (id) NOT VALID";
    private const string ValidateKey = "ALTER TABLE purchase VALIDATE CONSTRAINT fk";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IEnumerable<object[]> Versions => PostgresVersion.Each;

    public static IEnumerable<object[]> VersionsWithNotValidNotNull => PostgresVersion.Each.Where(row => (int)row[0] >= 18);

    [Theory, MemberData(nameof(Versions))]
    public async Task NotValidCheck_IsInstant(int version) =>
        await MeasureAsync(version, [], AddCheck, (Purchase, LockMode.AccessExclusive, false));

    [Theory, MemberData(nameof(Versions))]
    public async Task ValidationOfACheck_LetsReadsAndWritesThrough(int version) =>
        await MeasureAsync(version, [AddCheck], ValidateCheck, (Purchase, LockMode.ShareUpdateExclusive, true));

    [Theory, MemberData(nameof(Versions))]
    public async Task ValidatedCheck_SparesSetNotNullItsScan(int version)
    {
        var measured = await MeasureAsync(version, [AddCheck, ValidateCheck], SetNotNull, (Purchase, LockMode.AccessExclusive, false));

        Assert.Contains(measured.Messages, message => message.Contains("are sufficient to prove", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task CheckThatIsNotValidated_SparesNothing(int version) =>
        await MeasureAsync(version, [AddCheck], SetNotNull, (Purchase, LockMode.AccessExclusive, true));

    [Theory, MemberData(nameof(VersionsWithNotValidNotNull))]
    public async Task NotValidNotNull_IsInstant(int version) =>
        await MeasureAsync(version, [], AddNotNull, (Purchase, LockMode.AccessExclusive, false));

    [Theory, MemberData(nameof(VersionsWithNotValidNotNull))]
    public async Task ValidationOfNotNull_LetsReadsAndWritesThrough(int version) =>
        await MeasureAsync(version, [AddNotNull], ValidateCheck, (Purchase, LockMode.ShareUpdateExclusive, true));

    [Theory, MemberData(nameof(VersionsWithNotValidNotNull))]
    public async Task SetNotNull_AfterValidatedNotNull_DoesNotScan(int version) =>
        await MeasureAsync(version, [AddNotNull, ValidateCheck], SetNotNull, (Purchase, LockMode.AccessExclusive, false));

    [Theory, MemberData(nameof(Versions))]
    public async Task NotValidForeignKey_IsInstant(int version) =>
        await MeasureAsync(
            version, [], AddKey, (Purchase, LockMode.ShareRowExclusive, false), (Customer, LockMode.ShareRowExclusive, false));

    [Theory, MemberData(nameof(Versions))]
    public async Task ValidationOfAForeignKey_LetsReadsAndWritesThrough(int version)
    {
        var measured = await MeasureAsync(version, [AddKey], ValidateKey);

        Assert.Equal((LockMode.ShareUpdateExclusive, true), (measured[Purchase].Lock, measured[Purchase].Scanned));
        // Whether the check reads the referenced table by scan or by index is the planner's choice.
        Assert.Equal(LockMode.RowShare, measured[Customer].Lock);
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task DefaultOfAnExistingColumn_IsInstant(int version) =>
        await MeasureAsync(
            version, [], "ALTER TABLE purchase ALTER COLUMN state SET DEFAULT gen_random_uuid()::text", (Purchase, LockMode.AccessExclusive, false));

    /// <summary>Prepares a filled shop, measures the statement, and compares with what is expected: table, lock, and whether it is read whole.</summary>
    private static async Task<LockMeasurement> MeasureAsync(
        int version, IEnumerable<string> before, string statement, params (string Table, LockMode Lock, bool Scanned)[] expected)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        foreach (var sql in before.Prepend(ImpactCase.Filled).Prepend(ImpactCase.Shop)) await database.ExecuteAsync(sql, Cancellation);

        var measured = await new LockProbe(database.DataSource).MeasureAsync([statement], Cancellation);

        Assert.All(measured.Tables.Values, impact => Assert.Equal((false, 0), (impact.Rewritten, impact.IndexesBuilt.Count)));
        if (expected.Length > 0)
        {
            Assert.Equal(
                expected.Order(),
                measured.Tables.Select(table => (table.Key, table.Value.Lock, table.Value.Scanned)).Order());
        }
        return measured;
    }
}
