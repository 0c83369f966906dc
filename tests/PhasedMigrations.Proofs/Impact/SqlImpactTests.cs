using PhasedMigrations.PostgreSql;
using PhasedMigrations.Sql.Operations;
using PhasedMigrations.Testing;
using PhasedMigrations.Testing.Locks;
using Measured = PhasedMigrations.Testing.Locks.LockMode;

namespace PhasedMigrations.Proofs.Impact;

/// <summary>What the analyzer predicts for an SQL statement, as it reads it, is what every supported server does with it.</summary>
public sealed class SqlImpactTests
{
    private const string Shop =
        """
        CREATE TABLE customer (id int PRIMARY KEY);
        CREATE TABLE purchase (
            id int PRIMARY KEY, customer_id int, state text, during int4range, CONSTRAINT positive CHECK (id > 0));
        CREATE INDEX ix_customer ON purchase (customer_id);
        CREATE UNIQUE INDEX ix_unique ON purchase (state);
        ALTER TABLE purchase ADD CONSTRAINT known FOREIGN KEY (customer_id) REFERENCES customer NOT VALID;
        ALTER TABLE purchase ADD CONSTRAINT stated CHECK (state <> '') NOT VALID;
        ALTER TABLE purchase ADD twice int GENERATED ALWAYS AS (id * 2) STORED;
        CREATE TABLE measurement (day int) PARTITION BY RANGE (day);
        CREATE TABLE measurement_old PARTITION OF measurement FOR VALUES FROM (0) TO (100);
        CREATE TABLE measurement_new (day int);
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TRIGGER watched BEFORE INSERT ON purchase FOR EACH ROW EXECUTE FUNCTION nothing();
        INSERT INTO customer SELECT i FROM generate_series(1, 100) i;
        INSERT INTO purchase SELECT i, i, i::text, int4range(i, i + 1) FROM generate_series(1, 100) i;
        INSERT INTO measurement_old SELECT i FROM generate_series(1, 99) i;
        INSERT INTO measurement_new SELECT i FROM generate_series(100, 199) i;
        """;

    /// <summary>Name, statement, first version that knows it.</summary>
    private static readonly (string Name, string Sql, int Since)[] Cases =
    [
        ("drop column", "ALTER TABLE purchase DROP COLUMN during", 14),
        ("rename column", "ALTER TABLE purchase RENAME state TO status", 14),
        ("set default", "ALTER TABLE purchase ALTER state SET DEFAULT 'new'", 14),
        ("drop default", "ALTER TABLE purchase ALTER state DROP DEFAULT", 14),
        ("rename table", "ALTER TABLE purchase RENAME TO sale", 14),
        ("type with conversion", "ALTER TABLE purchase ALTER during TYPE text USING lower(during)::text", 14),
        ("generated column", "ALTER TABLE purchase ALTER twice SET EXPRESSION AS (id * 3)", 17),
        ("unlogged", "ALTER TABLE measurement_new SET UNLOGGED", 14),
        ("cluster", "CLUSTER purchase USING purchase_pkey", 14),
        ("lock", "LOCK TABLE purchase IN SHARE ROW EXCLUSIVE MODE", 14),
        ("lock without a mode", "LOCK purchase", 14),
        ("create trigger", "CREATE TRIGGER other BEFORE UPDATE ON purchase FOR EACH ROW EXECUTE FUNCTION nothing()", 14),
        ("disable trigger", "ALTER TABLE purchase DISABLE TRIGGER watched", 14),
        ("drop trigger", "DROP TRIGGER watched ON purchase", 14),
        ("attach partition", "ALTER TABLE measurement ATTACH PARTITION measurement_new FOR VALUES FROM (100) TO (200)", 14),
        ("detach partition", "ALTER TABLE measurement DETACH PARTITION measurement_old", 14),
        ("drop index", "DROP INDEX ix_customer", 14),
        ("drop index concurrently", "DROP INDEX CONCURRENTLY ix_customer", 14),
        ("reindex table", "REINDEX TABLE purchase", 14),
        ("reindex index", "REINDEX INDEX ix_customer", 14),
        ("reindex index concurrently", "REINDEX INDEX CONCURRENTLY ix_customer", 14),
        ("reindex table concurrently", "REINDEX TABLE CONCURRENTLY purchase", 14),
        ("index on the parent only", "CREATE INDEX ON ONLY measurement (day)", 14),
        ("check", "ALTER TABLE purchase ADD CONSTRAINT c CHECK (customer_id > 0)", 14),
        ("check not valid", "ALTER TABLE purchase ADD CONSTRAINT c CHECK (customer_id > 0) NOT VALID", 14),
        ("check not enforced", "ALTER TABLE purchase ADD CONSTRAINT c CHECK (customer_id > 0) NOT ENFORCED", 18),
        ("not null not valid", "ALTER TABLE purchase ADD CONSTRAINT c NOT NULL customer_id NOT VALID", 18),
        ("unique", "ALTER TABLE purchase ADD CONSTRAINT u UNIQUE (customer_id)", 14),
        ("unique using index", "ALTER TABLE purchase ADD CONSTRAINT ix_unique UNIQUE USING INDEX ix_unique", 14),
        ("exclusion", "ALTER TABLE purchase ADD CONSTRAINT e EXCLUDE USING gist (during WITH &&)", 14),
        ("foreign key not valid", "ALTER TABLE purchase ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES customer NOT VALID", 14),
        ("foreign key not enforced", "ALTER TABLE purchase ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES customer NOT ENFORCED", 18),
        ("validate check", "ALTER TABLE purchase VALIDATE CONSTRAINT stated", 14),
        ("drop check", "ALTER TABLE purchase DROP CONSTRAINT positive", 14),
        ("update", "UPDATE purchase SET during = NULL", 14),
        ("delete", "DELETE FROM purchase", 14),
        ("merge", "MERGE INTO purchase p USING (VALUES (1)) c (id) ON p.id = c.id WHEN MATCHED THEN UPDATE SET during = NULL", 15),
        ("insert", "INSERT INTO measurement_new VALUES (1)", 14),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> CasesAndVersions
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var version in PostgresVersion.All)
                foreach (var candidate in Cases.Where(candidate => version >= candidate.Since))
                    rows.Add(candidate.Name, version);
            return rows;
        }
    }

    [Theory, MemberData(nameof(CasesAndVersions))]
    public async Task Prediction_IsWhatTheServerDoes(string name, int version)
    {
        var operation = Assert.Single(SqlOperations.Read(Statement(name)).Operations).Operation;
        var predicted = ImpactPrediction.Of(operation);
        var measured = await MeasureAsync(version, Statement(name), isAlone: TransactionRefusal.CommandOf(operation) is not null);

        Assert.Equal(MeasuredImpact.LocksOf(measured), MeasuredImpact.Predicted(predicted, measured));
        var own = predicted.Locks[0].Table is { } table ? $"public.{table}" : Assert.Single(measured.Tables.Keys);
        Assert.Equal(predicted.Work, MeasuredImpact.WorkOn(measured, own));
    }

    /// <summary>The table has another file afterwards, which is empty: nothing was written.</summary>
    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task Truncate_LocksAndWritesNothing(int version)
    {
        var predicted = ImpactPrediction.Of(SqlOperations.Read("TRUNCATE purchase").Operations.Single().Operation);
        var measured = await MeasureAsync(version, "TRUNCATE purchase", isAlone: false);

        Assert.Equal(MeasuredImpact.Predicted(predicted, measured), MeasuredImpact.LocksOf(measured));
        Assert.Equal((TableWork.None, 0), (predicted.Work, measured["public.purchase"].RowsUpdated));
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task NewPartition_LocksItsParent(int version)
    {
        const string Sql = "CREATE TABLE measurement_next PARTITION OF measurement FOR VALUES FROM (200) TO (300)";
        var predicted = ImpactPrediction.Of(SqlOperations.Read(Sql).Operations[1].Operation);
        var measured = await MeasureAsync(version, Sql, isAlone: false);

        Assert.Equal(MeasuredImpact.Predicted(predicted, measured), MeasuredImpact.LocksOf(measured));
    }

    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task VacuumFull_RewritesUnderLock(int version)
    {
        var predicted = ImpactPrediction.Of(SqlOperations.Read("VACUUM FULL purchase").Operations[1].Operation);
        var measured = await MeasureAsync(version, "VACUUM FULL purchase", isAlone: true);

        Assert.Equal(MeasuredImpact.Predicted(predicted, measured), MeasuredImpact.LocksOf(measured));
        Assert.Equal(predicted.Work, MeasuredImpact.WorkOn(measured, "public.purchase"));
    }

    /// <summary>Beside its own table a foreign key's validation touches the one that it refers to, weakly.</summary>
    [Theory, MemberData(nameof(PostgresVersion.Each), MemberType = typeof(PostgresVersion))]
    public async Task ValidationOfAForeignKey_ScansTheChild(int version)
    {
        const string Sql = "ALTER TABLE purchase VALIDATE CONSTRAINT known";
        var predicted = ImpactPrediction.Of(SqlOperations.Read(Sql).Operations.Single().Operation);
        var measured = await MeasureAsync(version, Sql, isAlone: false);

        Assert.Equal(Assert.Single(predicted.Locks).Mode.ToString(), measured["public.purchase"].Lock.ToString());
        Assert.Equal(predicted.Work, MeasuredImpact.WorkOn(measured, "public.purchase"));
        Assert.Equal(Measured.RowShare, measured["public.customer"].Lock);
    }

    private static string Statement(string name) => Cases.Single(candidate => candidate.Name == name).Sql;

    private static async Task<LockMeasurement> MeasureAsync(int version, string statement, bool isAlone)
    {
        var server = await PhasedMigrations.Testing.Servers.GetAsync(version);
        await using var database = await server.CreateDatabaseAsync(cancellationToken: Cancellation);
        await database.ExecuteAsync(Shop, Cancellation);
        var probe = new LockProbe(database.DataSource);
        return isAlone
            ? await probe.MeasureOutsideTransactionAsync(statement, Cancellation)
            : await probe.MeasureAsync([statement], Cancellation);
    }
}
