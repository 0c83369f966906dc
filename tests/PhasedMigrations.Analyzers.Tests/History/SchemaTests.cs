using PhasedMigrations.History;
using PhasedMigrations.Model;

namespace PhasedMigrations.Analyzers.Tests.History;

/// <summary>What history answers after some SQL has been replayed.</summary>
public sealed class SchemaTests
{
    private const string Check = "ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID; ";
    private const string Validated = Check + "ALTER TABLE t VALIDATE CONSTRAINT k; ";

    [Theory]
    [InlineData("SELECT 1", nameof(Answer.Unknown))]
    [InlineData("CREATE TABLE u (c int NOT NULL)", nameof(Answer.Unknown))]
    [InlineData("CREATE TABLE t (c int)", nameof(Answer.No))]
    [InlineData("CREATE TABLE t (c int NOT NULL)", nameof(Answer.Yes))]
    [InlineData("CREATE TABLE t (c int PRIMARY KEY)", nameof(Answer.Yes))]
    [InlineData("CREATE TABLE t (b int, c int, PRIMARY KEY (b, c))", nameof(Answer.Yes))]
    [InlineData("CREATE TABLE t (c serial)", nameof(Answer.Yes))]
    [InlineData("CREATE TABLE t (b int)", nameof(Answer.Unknown))]
    [InlineData("CREATE TABLE t AS SELECT 1 AS c", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ADD c int", nameof(Answer.No))]
    [InlineData("ALTER TABLE t ADD c int NOT NULL DEFAULT 0", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t ALTER c DROP NOT NULL", nameof(Answer.No))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t RENAME c TO d", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER b SET NOT NULL; ALTER TABLE t RENAME b TO c", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE u ALTER c SET NOT NULL; ALTER TABLE u RENAME TO t", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE s.t ALTER c SET NOT NULL; ALTER TABLE s.t SET SCHEMA public", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t RENAME TO u", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE $1 RENAME TO u", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE $1 ALTER c DROP NOT NULL", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t ALTER $1 DROP NOT NULL", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t RENAME $1 TO x", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t DROP c", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; DROP TABLE t", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; DROP TABLE s.t", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t ALTER c TYPE bigint", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ADD PRIMARY KEY (c)", nameof(Answer.Yes))]
    [InlineData("CREATE UNIQUE INDEX i ON t (c); ALTER TABLE t ADD PRIMARY KEY USING INDEX i", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ADD CONSTRAINT n NOT NULL c NOT VALID", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ADD CONSTRAINT n NOT NULL c NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT n", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ADD NOT NULL c NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_c_not_null", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE a.t ALTER c SET NOT NULL; ALTER TABLE b.t ALTER c SET NOT NULL", nameof(Answer.Unknown))]
    public void IsRequired(string sql, string expected)
    {
        Assert.Equal(expected, Replay.Of(sql).IsRequired(Replay.T, "c").ToString());
        Assert.Equal(expected, Replay.Of(sql, "SELECT 1").IsRequired(Replay.T, "c").ToString());
    }

    [Theory]
    [InlineData("SELECT 1", nameof(Answer.Unknown))]
    [InlineData("CREATE TABLE t (c int)", nameof(Answer.No))]
    [InlineData("CREATE TABLE t (c int CHECK (c IS NOT NULL))", nameof(Answer.Yes))]
    [InlineData("CREATE TABLE t (c int, CHECK (c > 0))", nameof(Answer.No))]
    [InlineData(Check, nameof(Answer.Unknown))]
    [InlineData("CREATE TABLE t (c int); " + Check, nameof(Answer.No))]
    [InlineData(Validated, nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ADD CHECK (c IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_c_check", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ADD CHECK (c IS NOT NULL AND d > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_check", nameof(Answer.Yes))]
    [InlineData("ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT ENFORCED", nameof(Answer.Unknown))]
    [InlineData(Check + "ALTER TABLE t VALIDATE CONSTRAINT other", nameof(Answer.Unknown))]
    [InlineData(Check + "ALTER TABLE u VALIDATE CONSTRAINT k", nameof(Answer.Unknown))]
    [InlineData(Check + "ALTER TABLE t RENAME CONSTRAINT k TO l; ALTER TABLE t VALIDATE CONSTRAINT l", nameof(Answer.Yes))]
    [InlineData(Validated + "ALTER TABLE t RENAME TO x; ALTER TABLE x RENAME TO t", nameof(Answer.Yes))]
    [InlineData(Validated + "ALTER TABLE t DROP CONSTRAINT k", nameof(Answer.Unknown))]
    [InlineData(Validated + "ALTER TABLE $1 DROP CONSTRAINT k", nameof(Answer.Unknown))]
    [InlineData(Validated + "ALTER TABLE t DROP CONSTRAINT $1", nameof(Answer.Unknown))]
    [InlineData(Validated + "ALTER TABLE t RENAME c TO d", nameof(Answer.Unknown))]
    [InlineData(Validated + "ALTER TABLE t DROP COLUMN c", nameof(Answer.Unknown))]
    [InlineData(Validated + "DROP SCHEMA s CASCADE", nameof(Answer.Unknown))]
    public void IsProvenNotNull(string sql, string expected) => Assert.Equal(expected, Replay.Of(sql).IsProvenNotNull(Replay.T, "c").ToString());

    [Theory]
    [InlineData("CREATE TABLE t (a int, b text DEFAULT 'x', c varchar(20) NOT NULL)", "c", "character varying(20) required")]
    [InlineData("CREATE TABLE t (a int, b text DEFAULT 'x')", "b", "text = 'x'")]
    [InlineData("CREATE TABLE t (a bigserial)", "a", "bigint required generated")]
    [InlineData("CREATE TABLE t (a int); ALTER TABLE t ALTER a TYPE bigint, ALTER a SET DEFAULT 5", "a", "bigint = 5")]
    [InlineData("ALTER TABLE t ALTER a SET DEFAULT 5", "a", "? = 5")]
    [InlineData("ALTER TABLE t ALTER a DROP DEFAULT", "a", "?")]
    [InlineData("CREATE TABLE t (a int)", "b", "No")]
    [InlineData("CREATE TABLE t (LIKE u)", "b", "Unknown")]
    [InlineData("ALTER TABLE t DROP b", "b", "No")]
    [InlineData("SELECT 1", "b", "Unknown")]
    public void FindColumn(string sql, string column, string expected)
    {
        var found = Replay.Of(sql).FindColumn(Replay.T, column);
        Assert.Equal(expected, found.Value is { } known ? Text(known) : found.Exists.ToString());
    }

    [Theory]
    [InlineData("CREATE INDEX i ON t (a, c)", "i (a, c)")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY i ON t (lower(a)) INCLUDE (c) WHERE b > 0", "unique i (?) where", false)]
    [InlineData("CREATE INDEX i ON t (a); CREATE INDEX j ON t (c); DROP INDEX i", "j (c)")]
    [InlineData("CREATE INDEX i ON t (c); DROP INDEX $1", "")]
    [InlineData("CREATE INDEX i ON t (c); ALTER INDEX i RENAME TO j", "j (c)")]
    [InlineData("CREATE INDEX i ON t (a); ALTER TABLE t RENAME a TO c", "i (c)")]
    [InlineData("CREATE INDEX i ON t (c); ALTER TABLE t DROP c", "")]
    [InlineData("CREATE INDEX i ON ONLY t (c)", "invalid i (c)")]
    [InlineData("CREATE TABLE t (a int, c int UNIQUE, PRIMARY KEY (a, c))", "unique t_pkey (a, c); unique t_c_key (c)", true)]
    [InlineData("CREATE TABLE t (c int); ALTER TABLE t ADD CONSTRAINT u UNIQUE (c); ALTER TABLE t DROP CONSTRAINT u", "", true)]
    [InlineData("CREATE UNIQUE INDEX i ON t (c); ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i", "unique u (c)")]
    public void IndexesUsing(string sql, string expected, bool isComplete = false)
    {
        var found = Replay.Unit(sql).IndexesUsing(Replay.T, "c");
        Assert.Equal(expected, string.Join("; ", found.Items.Select(Text)));
        Assert.Equal(isComplete, found.IsComplete);
    }

    [Theory]
    [InlineData("CREATE TABLE t (a int) PARTITION BY RANGE (a)", nameof(Answer.Yes), nameof(Answer.No))]
    [InlineData("CREATE TABLE t (a int)", nameof(Answer.No), nameof(Answer.No))]
    [InlineData("CREATE TABLE t PARTITION OF p DEFAULT", nameof(Answer.No), nameof(Answer.Yes))]
    [InlineData("CREATE TABLE x PARTITION OF t DEFAULT", nameof(Answer.Yes), nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE p ATTACH PARTITION t DEFAULT", nameof(Answer.Unknown), nameof(Answer.Yes))]
    [InlineData("ALTER TABLE p ATTACH PARTITION t DEFAULT; ALTER TABLE p DETACH PARTITION t", nameof(Answer.Unknown), nameof(Answer.No))]
    [InlineData("SELECT 1", nameof(Answer.Unknown), nameof(Answer.Unknown))]
    public void Partitions(string sql, string isPartitioned, string isPartition) =>
        Assert.Equal((isPartitioned, isPartition), (Replay.Of(sql).IsPartitioned(Replay.T).ToString(), Replay.Of(sql).IsPartition(Replay.T).ToString()));

    [Theory]
    [InlineData("CREATE TABLE t (a int)", nameof(Answer.No))]
    [InlineData("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p", nameof(Answer.Yes))]
    [InlineData("CREATE TABLE t (a int REFERENCES p CONSTRAINT x CHECK (a > 0))", nameof(Answer.Unknown))]
    [InlineData("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p; DROP TABLE p", nameof(Answer.Unknown))]
    [InlineData("SELECT 1", nameof(Answer.Unknown))]
    public void FindConstraint(string sql, string expected) => Assert.Equal(expected, Replay.Of(sql).FindConstraint(Replay.T, "f").Exists.ToString());

    [Fact]
    public void ForeignKey_IsKnownWithItsColumns()
    {
        var key = Replay.Of("CREATE TABLE t (a int REFERENCES s.p (x))").FindConstraint(Replay.T, "t_a_fkey").Value!;

        Assert.Equal(
            new TableConstraint(ConstraintKind.ForeignKey, null) { Columns = ["a"], PrincipalTable = new TableName("s", "p"), PrincipalColumns = ["x"] },
            key.Definition);
        Assert.True(key.IsValidated);
    }

    [Theory]
    [InlineData("BEGIN; ALTER TABLE t ADD CONSTRAINT k CHECK (c > 0) NOT VALID; COMMIT; BEGIN; ALTER TABLE t VALIDATE CONSTRAINT k; COMMIT", 2)]
    [InlineData("ALTER TABLE t ADD CONSTRAINT k CHECK (c > 0) NOT VALID", 0)]
    public void TransactionThatAddedAConstraint_IsKnown(string unit, int transaction)
    {
        var schema = Replay.Unit("SELECT 1", unit);
        Assert.Equal(transaction, schema.TransactionThatAdded(schema.FindConstraint(Replay.T, "k").Value!));
    }

    [Fact]
    public void ConstraintOfAnEarlierUnit_WasAddedInNoTransactionOfThisOne()
    {
        var schema = Replay.Unit(Check, "ALTER TABLE t VALIDATE CONSTRAINT k");
        Assert.Null(schema.TransactionThatAdded(schema.FindConstraint(Replay.T, "k").Value!));
    }

    [Fact]
    public void Views_AreFoundByTheNamesTheyMention()
    {
        var schema = Replay.Of("CREATE VIEW s.v AS SELECT a FROM t WHERE b > 0; CREATE VIEW w AS SELECT a FROM u; DROP VIEW w");

        Assert.Equal([new TableName("s", "v")], schema.ViewsThatMention("t"));
        Assert.Equal([new TableName("s", "v")], schema.ViewsThatMention("b"));
        Assert.Empty(schema.ViewsThatMention("u"));
    }

    [Fact]
    public void Types_AreKnown()
    {
        var unit = Replay.Unit("CREATE DOMAIN s.d AS text CHECK (VALUE <> ''); CREATE DOMAIN free AS text", "CREATE TYPE e AS ENUM ('a'); ALTER DOMAIN free SET NOT NULL");

        Assert.True(unit.FindType("s.d")!.IsConstrained);
        Assert.True(unit.FindType("free")!.IsConstrained);
        Assert.False(unit.IsNewType(unit.FindType("s.d")!));
        Assert.True(unit.IsNewType(unit.FindType("e")!));
        Assert.Null(unit.FindType("unheard"));
    }

    [Fact]
    public void TableOfAnIndex_IsKnownByTheIndexAlone()
    {
        var schema = Replay.Of("CREATE INDEX i ON s.t (a); CREATE INDEX j ON a.u (a); CREATE INDEX j ON b.u (a)");

        Assert.Equal(new TableName("s", "t"), schema.TableOfIndex(new TableName(null, "i")));
        Assert.Null(schema.TableOfIndex(new TableName("other", "i")));
        Assert.Null(schema.TableOfIndex(new TableName(null, "j")));
        Assert.Equal(new TableName("b", "u"), schema.TableOfIndex(new TableName("b", "j")));
    }

    [Fact]
    public void Replay_LeavesTheSchemaBeforeAsItWas()
    {
        var before = Replay.Of("CREATE TABLE t (c int)");
        var after = before.Apply(new DropTable(Replay.T));

        Assert.Equal((Answer.Yes, Answer.Unknown), (before.Exists(Replay.T), after.Exists(Replay.T)));
    }

    private static string Text(Column column) =>
        (column.Type ?? "?")
        + (column.IsRequired == true ? " required" : "")
        + (column.Default is ColumnDefault.Sql { Expression: var value } ? $" = {value}" : "")
        + (column.IsValueGenerated ? " generated" : "");

    private static string Text(IndexState index) =>
        (index.IsValid ? "" : "invalid ")
        + (index.IsUnique ? "unique " : "")
        + $"{index.Name} ({string.Join(", ", index.Columns.Select(column => column ?? "?"))})"
        + (index.IsPartial ? " where" : "");
}
