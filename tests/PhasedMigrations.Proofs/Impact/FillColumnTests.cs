using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Locks;
using Measured = PhasedMigrations.Testing.Locks.LockMode;

namespace PhasedMigrations.Proofs.Impact;

/// <summary>FluentMigrator's SetExistingRowsTo, with the statements that its PostgreSQL generator makes of it.</summary>
public sealed class FillColumnTests
{
    private const string Add = "ALTER TABLE purchase ADD extra integer";
    private const string Fill = "UPDATE purchase SET extra = 0 WHERE 1 = 1";
    private const string Require = "ALTER TABLE purchase ALTER extra TYPE integer, ALTER extra SET NOT NULL";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public Task Nullable_UpdatesEveryRow(int version) => MeasureAsync(version, becomesRequired: false, scans: false, Fill);

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public Task Required_UpdatesAndThenScans(int version) => MeasureAsync(version, becomesRequired: true, scans: true, Fill, Require);

    /// <summary>The lock of ADD COLUMN is the transaction's: readers wait for the whole UPDATE.</summary>
    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task InTheTransactionOfAddColumn_BlocksReads(int version)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync(ImpactCase.Shop, Cancellation);

        var measured = await new LockProbe(database.DataSource).MeasureAsync([Add, Fill], Cancellation);

        Assert.Equal(Measured.AccessExclusive, measured["public.purchase"].Lock);
    }

    private static async Task MeasureAsync(int version, bool becomesRequired, bool scans, params string[] statements)
    {
        var predicted = ImpactPrediction.Of(new FillColumn(new TableName(null, "purchase"), "extra", becomesRequired));
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync(ImpactCase.Shop, Cancellation);
        await database.ExecuteAsync(Add, Cancellation);

        var measured = await new LockProbe(database.DataSource).MeasureAsync(statements, Cancellation);

        var purchase = measured["public.purchase"];
        Assert.Equal(Assert.Single(predicted.Locks).Mode.ToString(), purchase.Lock.ToString());
        Assert.Equal(predicted.Work.HasFlag(TableWork.Update), purchase.RowsUpdated > 0);
        Assert.Equal(scans, predicted.Work.HasFlag(TableWork.Scan));
        Assert.Equal(scans, measured.Messages.Any(message => message.Contains("verifying table \"purchase\"", StringComparison.Ordinal)));
        Assert.False(purchase.Rewritten);
    }
}
