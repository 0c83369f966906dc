using Npgsql;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Locks;

namespace PhasedMigrations.Proofs.Impact;

/// <summary>What the analyzer predicts for an operation is what every supported server does with the SQL that EF Core makes of it.</summary>
public sealed class ImpactTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> CasesAndVersions
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var version in PostgresVersion.All)
                foreach (var candidate in ImpactCase.All.Where(candidate => version >= candidate.Since))
                    rows.Add(candidate.Name, version);
            return rows;
        }
    }

    [Theory, MemberData(nameof(CasesAndVersions))]
    public async Task Prediction_IsWhatTheServerDoes(string name, int version)
    {
        var candidate = ImpactCase.All.Single(one => one.Name == name);
        var migration = new CompiledMigration(candidate.Up);
        var predicted = ImpactPrediction.Of(Assert.Single(migration.Read(Cancellation)));

        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync(ImpactCase.Shop, Cancellation);
        if (candidate.NeedsFilledRows) await database.ExecuteAsync(ImpactCase.Filled, Cancellation);

        if (predicted.FailsOnExistingRows)
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => MeasureAsync(database, migration, version));
            Assert.Equal(PostgresErrorCodes.NotNullViolation, error.SqlState);
            return;
        }

        var measured = await MeasureAsync(database, migration, version);
        Assert.Equal(MeasuredImpact.Predicted(predicted, measured), MeasuredImpact.LocksOf(measured));
        Assert.Equal(predicted.Work, MeasuredImpact.WorkOn(measured, "public.purchase"));
        Assert.All(measured.Tables.Keys.Except(["public.purchase"]), table => Assert.False(measured[table].Rewritten));
    }

    private static async Task<LockMeasurement> MeasureAsync(TestDatabase database, CompiledMigration migration, int version)
    {
        var probe = new LockProbe(database.DataSource);
        var commands = migration.Generate(version);
        return commands is [{ TransactionSuppressed: true } alone]
            ? await probe.MeasureOutsideTransactionAsync(alone.CommandText, Cancellation)
            : await probe.MeasureAsync(commands.Select(command => command.CommandText).ToArray(), Cancellation);
    }
}
