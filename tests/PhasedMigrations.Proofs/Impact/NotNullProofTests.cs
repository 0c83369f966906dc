using Microsoft.CodeAnalysis;
using PhasedMigrations.History;
using PhasedMigrations.Model;
using PhasedMigrations.Readers;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Locks;

namespace PhasedMigrations.Proofs.Impact;

/// <summary>History believes a constraint to spare SET NOT NULL its scan exactly where the server does.</summary>
public sealed class NotNullProofTests
{
    private const string SetNotNull = "ALTER TABLE t ALTER c SET NOT NULL";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IEnumerable<object[]> Versions => PostgresVersion.Each;

    private static readonly string[] Conditions =
    [
        "c IS NOT NULL",
        "c NOTNULL",
        "(c) IS NOT NULL",
        "((c IS NOT NULL))",
        "t.c IS NOT NULL",
        "\"c\" is not null",
        "C IS NOT NULL",
        "c IS DISTINCT FROM NULL",
        "NOT c IS NULL",
        "NOT (c IS NULL)",
        "NOT c ISNULL",
        "NOT (NOT (c IS NOT NULL))",
        "c IS NOT NULL AND d > 0",
        "d > 0 AND (c IS NOT NULL AND c > 0)",
        "NOT (c IS NULL OR d IS NULL)",
        "NOT (c IS NULL OR d <= 0)",
        "(c IS NOT NULL AND d > 0) OR (c IS NOT NULL AND d < 0)",
        "c BETWEEN 1 AND 1000 AND c IS NOT NULL",
        "c > 0",
        "c = c",
        "c IS NULL OR c > 0",
        "c IS NOT NULL OR d IS NOT NULL",
        "NOT (c IS NULL AND d IS NULL)",
        "d IS NOT NULL",
        "c + 1 IS NOT NULL",
        "c IS NOT NULL IS NOT DISTINCT FROM true",
        "coalesce(c, 0) > 0",
        "CASE WHEN c IS NOT NULL THEN true ELSE false END",
    ];

    /// <summary>What a script may do around SET NOT NULL; the last statement is the one that is asked about.</summary>
    private static readonly string[] Scripts =
    [
        SetNotNull,
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID; {SetNotNull}",
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT k; {SetNotNull}",
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT k; {SetNotNull}, DROP CONSTRAINT k",
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL); ALTER TABLE t DROP CONSTRAINT k, ALTER c SET NOT NULL",
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL); ALTER TABLE t DROP CONSTRAINT k; {SetNotNull}",
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT k, ALTER c SET NOT NULL",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL), ALTER c SET NOT NULL",
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL); ALTER TABLE t RENAME CONSTRAINT k TO l; {SetNotNull}",
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (d IS NOT NULL); ALTER TABLE t RENAME c TO x; ALTER TABLE t RENAME d TO c; {SetNotNull}",
        $"ALTER TABLE t ADD CHECK (c IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_c_check; {SetNotNull}",
        $"ALTER TABLE t ADD CHECK (c IS NOT NULL AND d > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_check; {SetNotNull}",
        $"ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL); ALTER TABLE t ALTER c TYPE bigint, ALTER c SET NOT NULL",
        $"ALTER TABLE t ADD COLUMN e int, ADD CONSTRAINT k CHECK (c IS NOT NULL); {SetNotNull}",
    ];

    [Theory, MemberData(nameof(Versions))]
    public async Task Condition_ProvesWhatTheServerSays(int version) => await CompareAsync(
        version, Conditions.Select(condition => $"ALTER TABLE t ADD CONSTRAINT k CHECK ({condition}); {SetNotNull}"));

    [Theory, MemberData(nameof(Versions))]
    public async Task Constraint_CountsWhereItCountsForTheServer(int version) => await CompareAsync(version, Scripts);

    private static async Task CompareAsync(int version, IEnumerable<string> scripts)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        var disagreements = new List<string>();
        foreach (var script in scripts)
        {
            var statements = script.Split("; ");
            await database.ExecuteAsync("DROP TABLE IF EXISTS t; CREATE TABLE t (id int, c int, d int); INSERT INTO t VALUES (1, 1, 1)", Cancellation);
            foreach (var statement in statements[..^1]) await database.ExecuteAsync(statement, Cancellation);

            var measured = await new LockProbe(database.DataSource).MeasureAsync([statements[^1]], Cancellation);
            var isProven = measured.Messages.Any(message => message.Contains("are sufficient to prove", StringComparison.Ordinal));
            if (isProven != IsProven(script))
                disagreements.Add($"{(isProven ? "proven" : "not proven")} on the server: {script}");
        }

        Assert.Empty(disagreements);
    }

    private static bool IsProven(string script)
    {
        var unit = new UnitBuilder(UnitKind.SqlFile, TransactionOrigin.None);
        unit.AddSql(SqlText.At(script, Location.None), SqlDelivery.Statements);
        var schema = new UnitSchema();
        var isProven = false;
        foreach (var located in unit.ToUnit().Operations)
        {
            isProven |= schema.AsApplied(located.Operation) is AlterColumn { IsProven: true };
            schema.Apply(located);
        }

        return isProven;
    }
}
