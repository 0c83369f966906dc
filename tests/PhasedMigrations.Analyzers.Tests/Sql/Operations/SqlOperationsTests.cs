using PhasedMigrations.Analyzers.Tests.Sql.Parsing;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Operations;

namespace PhasedMigrations.Analyzers.Tests.Sql.Operations;

public sealed class SqlOperationsTests
{
    [Theory]
    [InlineData(
        "CREATE TABLE s.t (a int REFERENCES p, CONSTRAINT c CHECK (a > 0), CONSTRAINT f FOREIGN KEY (a) REFERENCES q)",
        "CreateTable(Table=s.t, Columns=[Column(Name=a, Type=integer, Default=None)], Constraints=[Table(Kind=Check, Name=c, Columns=[a], IsValidated)], ListsColumns); AddForeignKey(Table=s.t, Name=f, PrincipalTable=q, Columns=[a]); AddForeignKey(Table=s.t, PrincipalTable=p, Columns=[a])")]
    [InlineData("CREATE TABLE t AS SELECT 1", "CreateTable(Table=t)")]
    [InlineData("SELECT 1 INTO t", "CreateTable(Table=t)")]
    [InlineData("CREATE TABLE p PARTITION OF t DEFAULT", "CreateTable(Table=p); CreatePartition(Parent=t, Partition=p)")]
    [InlineData("CREATE MATERIALIZED VIEW m AS SELECT 1", "CreateTable(Table=m)")]
    [InlineData("CREATE SCHEMA s CREATE TABLE t (a int)", "CreateTable(Table=s.t, Columns=[Column(Name=a, Type=integer, Default=None)], ListsColumns)")]
    [InlineData("DROP TABLE a, s.b CASCADE", "DropTable(Table=a); DropTable(Table=s.b); DropDependents(Kind=TABLE)")]
    [InlineData("ALTER TABLE s.t RENAME TO u", "RenameTable(Table=s.t, NewTable=s.u)")]
    [InlineData("ALTER TABLE t SET SCHEMA archive", "RenameTable(Table=t, NewTable=archive.t)")]
    [InlineData(
        "ALTER TABLE t ADD a int NOT NULL, ADD b int DEFAULT 5 NOT NULL, ADD c timestamptz DEFAULT now(), ADD d int DEFAULT NULL",
        "AddColumn(Table=t, Column=a, IsRequired, Default=None, Type=integer); AddColumn(Table=t, Column=b, IsRequired, Default=Sql(Expression=5), Type=integer); AddColumn(Table=t, Column=c, Default=Sql(Expression=now()), Type=timestamp with time zone); AddColumn(Table=t, Column=d, Default=None, Type=integer)")]
    [InlineData(
        "ALTER TABLE t ADD a serial, ADD b bigint GENERATED ALWAYS AS IDENTITY, ADD c int GENERATED ALWAYS AS (1) STORED, ADD d int GENERATED ALWAYS AS (1)",
        "AddColumn(Table=t, Column=a, IsRequired, Default=None, IsValueGenerated, Type=integer); AddColumn(Table=t, Column=b, IsRequired, Default=None, IsValueGenerated, Type=bigint); AddColumn(Table=t, Column=c, Default=None, IsValueGenerated, Type=integer); AddColumn(Table=t, Column=d, Default=None, IsValueGenerated, IsVirtual, Type=integer)")]
    [InlineData(
        "ALTER TABLE t ADD a int CONSTRAINT f REFERENCES p, ADD b int DEFAULT 1 REFERENCES p CHECK (b > 0) CONSTRAINT u UNIQUE",
        "AddColumn(Table=t, Column=a, Default=None, Type=integer); AddUncheckedForeignKey(Table=t, Name=f, PrincipalTable=p, Columns=[a]); AddColumn(Table=t, Column=b, Default=Sql(Expression=1), Type=integer); AddForeignKey(Table=t, PrincipalTable=p, Columns=[b]); AddCheckConstraint(Table=t, ChecksExistingRows, Columns=[b]); AddUniqueConstraint(Table=t, Name=u, Columns=[b])")]
    [InlineData("ALTER TABLE t DROP COLUMN a", "DropColumn(Table=t, Column=a)")]
    [InlineData("ALTER TABLE t RENAME a TO b", "RenameColumn(Table=t, Column=a, NewName=b)")]
    [InlineData(
        "ALTER TABLE t ALTER a SET NOT NULL, ALTER b DROP NOT NULL, ALTER c SET DEFAULT 1, ALTER d DROP DEFAULT",
        "AlterColumn(Table=t, Column=b, Default=None); ChangeColumnDefault(Table=t, Column=d, Default=None); AlterColumn(Table=t, Column=a, BecomesRequired, Default=None, IsRequired); ChangeColumnDefault(Table=t, Column=c, Default=Sql(Expression=1))")]
    [InlineData(
        "ALTER TABLE t ALTER a TYPE varchar(20), ALTER b TYPE int[] USING b::int[], ALTER c SET EXPRESSION AS (1)",
        "ChangeColumnType(Table=t, Column=a, NewType=character varying(20)); ChangeColumnType(Table=t, Column=b, NewType=integer[], HasConversion); ChangeGeneratedColumn(Table=t, Column=c)")]
    [InlineData(
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES s.p, ADD CONSTRAINT g FOREIGN KEY (a) REFERENCES p NOT VALID, ADD CONSTRAINT h FOREIGN KEY (a) REFERENCES p NOT ENFORCED",
        "AddForeignKey(Table=t, Name=f, PrincipalTable=s.p, Columns=[a]); AddUncheckedForeignKey(Table=t, Name=g, PrincipalTable=p, IsNotValid, Columns=[a]); AddUncheckedForeignKey(Table=t, Name=h, PrincipalTable=p, Columns=[a], IsNotEnforced)")]
    [InlineData(
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0), ADD CHECK (b > 0) NOT VALID, ADD CONSTRAINT n NOT NULL a, ADD CONSTRAINT o NOT NULL b NOT VALID",
        "AlterColumn(Table=t, Column=a, BecomesRequired, Default=None, IsRequired); AddCheckConstraint(Table=t, Name=o, Columns=[b], ProvesNotNull=[b], IsNotNull); AddCheckConstraint(Table=t, Name=c, ChecksExistingRows, Columns=[a]); AddCheckConstraint(Table=t, Columns=[b])")]
    [InlineData(
        "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a), ADD CONSTRAINT p PRIMARY KEY USING INDEX i, ADD CONSTRAINT e EXCLUDE (a WITH =)",
        "AddUniqueConstraint(Table=t, Name=u, Columns=[a]); AddUniqueConstraint(Table=t, Name=p, IsPrimaryKey, UsingIndex=i); AddExclusionConstraint(Table=t, Name=e)")]
    [InlineData(
        "ALTER TABLE t VALIDATE CONSTRAINT c, DROP CONSTRAINT d, ALTER CONSTRAINT e ENFORCED",
        "DropConstraint(Table=t, Name=d); ValidateConstraint(Table=t, Name=c); EnforceConstraint(Table=t, Name=e)")]
    [InlineData("ALTER TABLE t ATTACH PARTITION p DEFAULT", "AttachPartition(Parent=t, Partition=p)")]
    [InlineData("ALTER TABLE t DETACH PARTITION p CONCURRENTLY", "DetachPartition(Parent=t, Partition=p, IsConcurrent)")]
    [InlineData(
        "ALTER TABLE t SET LOGGED, SET TABLESPACE x, SET ACCESS METHOD y, DISABLE TRIGGER ALL, SET (fillfactor = 50), OWNER TO joe",
        "RewriteTable(Table=t, Command=SET LOGGED); RewriteTable(Table=t, Command=SET TABLESPACE); RewriteTable(Table=t, Command=SET ACCESS METHOD); ChangeTrigger(Table=t)")]
    [InlineData("ALTER INDEX i RENAME TO j", "RenameIndex(Index=i, NewName=j)")]
    [InlineData("ALTER VIEW v ALTER a SET DEFAULT 1", "")]
    [InlineData("CREATE UNIQUE INDEX i ON t (a)", "CreateIndex(Table=t, Name=i, IsUnique, Columns=[a])")]
    [InlineData(
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
        "CreateIndex(Table=t, Name=i, IsConcurrent, Columns=[a]); CreateIndexUnlessExists(Table=t, Name=i)")]
    [InlineData("CREATE INDEX i ON ONLY t (a)", "CreateIndexOnParent(Table=t, Name=i, Columns=[a])")]
    [InlineData("DROP INDEX CONCURRENTLY a, s.b", "DropIndex(Indexes=[a, s.b], IsConcurrent)")]
    [InlineData("REINDEX INDEX CONCURRENTLY i", "Reindex(Index=i, IsConcurrent)")]
    [InlineData("REINDEX DATABASE d", "Reindex; NonTransactionalCommand(Command=REINDEX of a schema or database)")]
    [InlineData("TRUNCATE a, b CASCADE", "TruncateTable(Table=a, IsCascade); TruncateTable(Table=b, IsCascade)")]
    [InlineData("LOCK TABLE t IN EXCLUSIVE MODE", "LockTable(Table=t, Mode=Exclusive)")]
    [InlineData("VACUUM FULL t", "NonTransactionalCommand(Command=VACUUM); RewriteTable(Table=t, Command=VACUUM FULL)")]
    [InlineData("VACUUM t", "NonTransactionalCommand(Command=VACUUM)")]
    [InlineData("CLUSTER t USING i", "RewriteTable(Table=t, Command=CLUSTER)")]
    [InlineData("CLUSTER", "NonTransactionalCommand(Command=CLUSTER without a table)")]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY m", "RefreshMaterializedView(View=m, IsConcurrent)")]
    [InlineData("ALTER SYSTEM SET x = 1", "NonTransactionalCommand(Command=ALTER SYSTEM)")]
    [InlineData("CREATE DATABASE d", "NonTransactionalCommand(Command=CREATE DATABASE)")]
    [InlineData("DROP DATABASE d", "NonTransactionalCommand(Command=DROP DATABASE)")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION f()", "ChangeTrigger(Table=t, Name=x)")]
    [InlineData("DROP TRIGGER x ON t", "ChangeTrigger(Table=t, Name=x, IsDropped)")]
    [InlineData("DROP SCHEMA s CASCADE", "DropSchema(Schema=s); DropDependents(Kind=SCHEMA)")]
    [InlineData("ALTER SCHEMA s RENAME TO t", "RenameSchema(Schema=s)")]
    [InlineData("ALTER TYPE e ADD VALUE 'x'", "AddEnumValue(Type=e, Value=x)")]
    [InlineData("ALTER TYPE e RENAME VALUE 'a' TO 'b'", "RenameEnumValue(Type=e, Value=a, NewValue=b)")]
    [InlineData(
        "ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0)",
        "AddDomainConstraint(Domain=d, Name=c, ChecksExistingRows)")]
    [InlineData("ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID", "AddDomainConstraint(Domain=d, Name=c)")]
    [InlineData("ALTER DOMAIN d SET NOT NULL", "AddDomainConstraint(Domain=d, ChecksExistingRows)")]
    [InlineData("BEGIN", "EndOrBeginTransaction(Boundary=Begin)")]
    [InlineData("COMMIT AND CHAIN", "EndOrBeginTransaction(Boundary=Commit); EndOrBeginTransaction(Boundary=Begin)")]
    [InlineData("ROLLBACK", "EndOrBeginTransaction(Boundary=Rollback)")]
    [InlineData("SAVEPOINT a", "")]
    [InlineData("SET LOCAL lock_timeout = '5s'", "ChangeSetting(Setting=lock_timeout, Value='5s', IsLocal)")]
    [InlineData("RESET lock_timeout", "ChangeSetting(Setting=lock_timeout)")]
    [InlineData(
        "INSERT INTO t (a) VALUES (1), (2)",
        "ChangeRows(Table=t, Change=Insert, IsRestricted, Columns=[a], ListedRows=2)")]
    [InlineData("INSERT INTO t SELECT * FROM u LIMIT 5", "ChangeRows(Table=t, Change=Insert, IsBatch)")]
    [InlineData("UPDATE t SET a = 1, b = 2", "ChangeRows(Table=t, Change=Update, Columns=[a, b])")]
    [InlineData("UPDATE t SET a = 1 WHERE true", "ChangeRows(Table=t, Change=Update, Columns=[a])")]
    [InlineData(
        "UPDATE t SET a = 1 WHERE id = 5 AND b > 2",
        "ChangeRows(Table=t, Change=Update, IsRestricted, Columns=[a], KeyColumns=[id], RangeColumns=[b])")]
    [InlineData(
        "DELETE FROM t USING u WHERE t.id = u.id",
        "ChangeRows(Table=t, Change=Delete, IsRestricted, JoinColumns=[id])")]
    [InlineData("DELETE FROM t WHERE CURRENT OF c", "ChangeRows(Table=t, Change=Delete, IsRestricted, KeyColumns=[ctid])")]
    [InlineData(
        "MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN UPDATE SET a = 1",
        "ChangeRows(Table=t, Change=Merge, Columns=[a])")]
    [InlineData(
        "WITH d AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM d",
        "ChangeRows(Table=a, Change=Delete); ChangeRows(Table=b, Change=Insert)")]
    [InlineData("UPDATE t SET a = (SELECT a FROM u LIMIT 1)", "ChangeRows(Table=t, Change=Update, Columns=[a])")]
    [InlineData(
        "UPDATE t SET a = 1 FROM (VALUES (1), (2)) v (id) WHERE t.id = v.id",
        "ChangeRows(Table=t, Change=Update, IsRestricted, Columns=[a], JoinColumns=[id], ListedRows=2)")]
    [InlineData("DELETE FROM t USING (SELECT 1 AS id) v WHERE t.id = v.id", "ChangeRows(Table=t, Change=Delete, IsRestricted, JoinColumns=[id], ListedRows=1)")]
    [InlineData("MERGE INTO t USING (VALUES (1)) v (id) ON t.id = v.id WHEN MATCHED THEN DELETE", "ChangeRows(Table=t, Change=Merge, ListedRows=1)")]
    [InlineData("MERGE INTO t USING u ON t.id = u.id WHEN NOT MATCHED THEN INSERT VALUES (1)", "ChangeRows(Table=t, Change=Insert)")]
    [InlineData("INSERT INTO t SELECT 1 UNION ALL SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM t)", "ChangeRows(Table=t, Change=Insert, ListedRows=2)")]
    [InlineData("INSERT INTO t SELECT a FROM (VALUES (1)) v (a)", "ChangeRows(Table=t, Change=Insert, ListedRows=1)")]
    [InlineData("INSERT INTO t SELECT a FROM u WHERE id = 5 UNION SELECT a FROM v", "ChangeRows(Table=t, Change=Insert)")]
    [InlineData("INSERT INTO t SELECT a FROM u WHERE id = 5 GROUP BY a ORDER BY a RETURNING *", "ChangeRows(Table=t, Change=Insert, KeyColumns=[id])")]
    [InlineData("INSERT INTO t SELECT a FROM u WHERE id = 5 ON CONFLICT DO NOTHING", "ChangeRows(Table=t, Change=Insert, KeyColumns=[id])")]
    [InlineData("COPY t FROM '/x'", "ChangeRows(Table=t, Change=Insert, IsRestricted)")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM t", "ChangeRows(Table=t, Change=Delete)")]
    [InlineData("EXPLAIN DELETE FROM t", "")]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE t'", "")]
    [InlineData("CREATE VIEW v AS SELECT a FROM s.t", "CreateView(View=v, Names=[a, t])")]
    [InlineData("DROP VIEW v", "DropView(View=v)")]
    [InlineData("DROP MATERIALIZED VIEW m", "DropView(View=m)")]
    [InlineData("CREATE TYPE s.e AS ENUM ('a', 'b')", "CreateEnum(Type=s.e, Values=[a, b])")]
    [InlineData("CREATE DOMAIN d AS varchar(5) CHECK (VALUE <> '')", "CreateDomain(Domain=d, BaseType=character varying(5), IsConstrained)")]
    [InlineData("CREATE DOMAIN d AS text DEFAULT ''", "CreateDomain(Domain=d, BaseType=text)")]
    [InlineData("DROP TYPE e", "DropType(Type=e)")]
    [InlineData("DROP DOMAIN d", "DropType(Type=d)")]
    [InlineData("ALTER TABLE t RENAME CONSTRAINT a TO b", "RenameConstraint(Table=t, Name=a, NewName=b)")]
    [InlineData(
        "CREATE TABLE t (a serial, b text NOT NULL, c int, PRIMARY KEY (b, c)) PARTITION BY RANGE (c)",
        "CreateTable(Table=t, Columns=[Column(Name=a, Type=integer, IsRequired, Default=None, IsValueGenerated), Column(Name=b, Type=text, IsRequired, Default=None), Column(Name=c, Type=integer, IsRequired, Default=None)], Constraints=[Table(Kind=PrimaryKey, Columns=[b, c], IsValidated)], ListsColumns, IsPartitioned)")]
    [InlineData("CREATE TABLE IF NOT EXISTS t (LIKE u)", "CreateTable(Table=t, IfNotExists)")]
    [InlineData("CREATE INDEX ON t (lower(a), b) INCLUDE (c) WHERE d > 0", "CreateIndex(Table=t, Columns=[?, b], OtherColumns=[c, a, d], IsPartial)")]
    [InlineData("GRANT SELECT ON t TO joe", "")]
    public void Statement_BecomesItsOperations(string sql, string expected)
    {
        var reading = SqlOperations.Read(sql);
        Assert.Empty(reading.NotAnalysed);
        Assert.Equal(expected, string.Join("; ", reading.Operations.Select(operation => Rendering.Of(operation.Operation))));
    }

    [Fact]
    public void Block_RunsAtOnce()
    {
        const string Sql = "BEGIN; DO $$ BEGIN DROP TABLE a; LOOP UPDATE t SET a = 1; COMMIT; END LOOP; END $$; DROP TABLE b";
        var operations = SqlOperations.Read(Sql).Operations;
        Assert.Equal(
            ["BEGIN 0", "DROP TABLE a 1", "UPDATE t SET a = 1 1 loop", "COMMIT 1 loop", "DROP TABLE b 2"],
            operations.Select(operation =>
                $"{Sql.Substring(operation.Span.Start, operation.Span.Length)} {operation.Statement}{(operation.IsInLoop ? " loop" : "")}"));
        Assert.IsType<DropTable>(operations[1].Operation);
    }

    [Theory]
    [InlineData("DROP INDEX IF EXISTS i", true)]
    [InlineData("DROP INDEX i", false)]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", true)]
    [InlineData("CREATE TABLE IF NOT EXISTS t (a int)", true)]
    [InlineData("ALTER TABLE t ADD COLUMN IF NOT EXISTS a int, DROP CONSTRAINT IF EXISTS c, ALTER b SET NOT NULL", true)]
    [InlineData("ALTER TABLE IF EXISTS t ADD COLUMN IF NOT EXISTS a int, ADD b int", false)]
    [InlineData("ALTER TYPE e ADD VALUE IF NOT EXISTS 'x'", true)]
    public void StatementThatRunsAgain_IsTold(string sql, bool isRepeatable) =>
        Assert.All(SqlOperations.Read(sql).Operations, operation => Assert.Equal(isRepeatable, operation.IsRepeatable));

    [Theory]
    [InlineData("DROP TABLE a; what is this; DROP TABLE b", "what is this")]
    [InlineData("DO $$ BEGIN DROP TABLE a; EXECUTE stmt; DROP TABLE b; END $$", "EXECUTE stmt")]
    [InlineData("DROP TABLE a; DO LANGUAGE plperl 'x'; DROP TABLE b", "DO LANGUAGE plperl 'x'")]
    [InlineData("DROP TABLE a;\n\\i other.sql\nDROP TABLE b", "\\i other.sql")]
    public void WhatIsNotUnderstood_IsCountedAndDisturbsNothing(string sql, string notAnalysed)
    {
        var reading = SqlOperations.Read(sql);
        Assert.Equal([new DropTable(new TableName(null, "a")), new DropTable(new TableName(null, "b"))], reading.Operations.Select(operation => operation.Operation));
        var span = Assert.Single(reading.NotAnalysed);
        Assert.Equal(notAnalysed, sql.Substring(span.Start, span.Length));
    }
}
