namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class ObjectParserTests
{
    [Theory]
    [InlineData("DROP TABLE IF EXISTS a, s.b CASCADE", "Drop(Kind=Table, Names=[a, s.b], IfExists, IsCascade)")]
    [InlineData("DROP INDEX CONCURRENTLY i", "Drop(Kind=Index, Names=[i], IsConcurrent)")]
    [InlineData("DROP TRIGGER IF EXISTS x ON s.t RESTRICT", "Drop(Kind=Trigger, Names=[x], Table=s.t, IfExists)")]
    [InlineData("DROP FUNCTION f(int, text), g() CASCADE", "Drop(Kind=Function, Names=[f, g], IsCascade)")]
    [InlineData("DROP OPERATOR === (int, int) CASCADE", "Drop(Kind=Operator, IsCascade)")]
    [InlineData("DROP MATERIALIZED VIEW m", "Drop(Kind=MaterializedView, Names=[m])")]
    [InlineData("DROP OWNED BY r", "Other(Verb=Drop)")]
    [InlineData("CREATE SCHEMA IF NOT EXISTS s", "CreateSchema(Schema=s, IfNotExists)")]
    [InlineData(
        "CREATE SCHEMA AUTHORIZATION joe CREATE TABLE a (x int) CREATE VIEW v AS SELECT 1 GRANT SELECT ON v TO r WITH GRANT OPTION",
        "CreateSchema(Schema=joe, Elements=[CreateTable(Table=a, Columns=[Column(Name=x, Type=integer)]), CreateView(View=v, Query=`SELECT 1`), Other(Verb=Grant)])")]
    [InlineData(
        "CREATE OR REPLACE VIEW v (a) WITH (security_barrier) AS SELECT 1 WITH CHECK OPTION",
        "CreateView(View=v, Query=`SELECT 1 WITH CHECK OPTION`, OrReplace)")]
    [InlineData("CREATE TEMP RECURSIVE VIEW v (n) AS SELECT 1", "CreateView(View=v, Query=`SELECT 1`, IsTemporary)")]
    [InlineData(
        "CREATE MATERIALIZED VIEW IF NOT EXISTS s.m USING heap TABLESPACE x AS SELECT 1 WITH NO DATA",
        "CreateView(View=s.m, Query=`SELECT 1 WITH NO DATA`, IsMaterialized, IsWithoutRows)")]
    [InlineData(
        "CREATE OR REPLACE TRIGGER x BEFORE INSERT OR UPDATE OF a, b ON s.t FOR EACH ROW WHEN (OLD.a IS DISTINCT FROM NEW.a) EXECUTE FUNCTION f('x')",
        "CreateTrigger(Name=x, Table=s.t, Function=f, OrReplace, IsForEachRow)")]
    [InlineData(
        "CREATE CONSTRAINT TRIGGER x AFTER DELETE ON t FROM u DEFERRABLE INITIALLY DEFERRED EXECUTE PROCEDURE s.f()",
        "CreateTrigger(Name=x, Table=t, Function=s.f, IsConstraint)")]
    [InlineData("CREATE SEQUENCE IF NOT EXISTS s.q START 1", "CreateObject(Kind=Sequence, Name=s.q)")]
    [InlineData(
        "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" WITH SCHEMA x",
        "CreateObject(Kind=Extension, Name=uuid-ossp)")]
    [InlineData("CREATE POLICY p ON s.t USING (true)", "CreateObject(Kind=Policy, Name=p, Table=s.t)")]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING", "CreateObject(Kind=Rule, Name=r, Table=t)")]
    [InlineData("CREATE PUBLICATION p FOR TABLE t, TABLES IN SCHEMA s", "CreateObject(Kind=Publication, Name=p)")]
    [InlineData("CREATE OPERATOR CLASS c FOR TYPE x USING btree AS STORAGE y", "CreateObject(Kind=OperatorClass, Name=c)")]
    [InlineData("CREATE TYPE e AS ENUM ('a', 'b''c')", "CreateType(Type=e, IsEnum, EnumValues=[a, b'c])")]
    [InlineData("CREATE TYPE c AS (a int, b text)", "CreateType(Type=c)")]
    [InlineData("CREATE TYPE x", "CreateType(Type=x)")]
    [InlineData("ALTER TYPE e ADD VALUE IF NOT EXISTS 'x' BEFORE 'a'", "AddEnumValue(Type=e, Value=x, IfNotExists)")]
    [InlineData("ALTER TYPE e RENAME VALUE 'a' TO 'b'", "RenameEnumValue(Type=e, Value=a, NewValue=b)")]
    [InlineData("ALTER TYPE s.e RENAME TO f", "AlterObject(Kind=Type, Name=s.e, Change=Rename)")]
    [InlineData(
        "CREATE DOMAIN d AS text COLLATE \"C\" DEFAULT 'x' CONSTRAINT c CHECK (VALUE <> '') NOT NULL",
        "CreateDomain(Domain=d, Type=text, Constraints=[Default(Value=`'x'`), Check(Condition=`VALUE <> ''`, Name=c), NotNull])")]
    [InlineData(
        "ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID",
        "AlterDomain(Domain=d, Change=AddConstraint, Constraint=Check(Condition=`VALUE > 0`, Name=c, IsNotValid))")]
    [InlineData("ALTER DOMAIN d ADD NOT NULL", "AlterDomain(Domain=d, Change=AddConstraint, Constraint=NotNull)")]
    [InlineData(
        "ALTER DOMAIN s.d VALIDATE CONSTRAINT c",
        "AlterDomain(Domain=s.d, Change=ValidateConstraint, ConstraintName=c)")]
    [InlineData(
        "ALTER DOMAIN d DROP CONSTRAINT IF EXISTS c CASCADE",
        "AlterDomain(Domain=d, Change=DropConstraint, ConstraintName=c)")]
    [InlineData("ALTER DOMAIN d SET NOT NULL", "AlterDomain(Domain=d, Change=SetNotNull)")]
    [InlineData("ALTER SCHEMA s RENAME TO t", "AlterObject(Kind=Schema, Name=s, Change=Rename)")]
    [InlineData("ALTER PUBLICATION p ADD TABLE t", "AlterObject(Kind=Publication, Name=p, Change=Other)")]
    [InlineData("ALTER TRIGGER x ON t RENAME TO y", "AlterObject(Kind=Trigger, Name=x, Change=Rename, Table=t)")]
    [InlineData("ALTER FUNCTION f(int) OWNER TO joe", "AlterObject(Kind=Function, Name=f, Change=Owner)")]
    [InlineData("ALTER SYSTEM SET work_mem = '1GB'", "AlterSystem")]
    [InlineData("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO joe", "Other(Verb=Alter)")]
    [InlineData("COMMENT ON COLUMN s.t.a IS 'x'", "Comment(Kind=Column, Target=s.t)")]
    [InlineData("COMMENT ON CONSTRAINT c ON t IS NULL", "Comment(Kind=Constraint, Target=t)")]
    [InlineData("COMMENT ON TABLE t IS 'x'", "Comment(Kind=Table, Target=t)")]
    public void Statement_IsReadWhole(string sql, string expected) => Assert.Equal(expected, Rendering.Parse(sql));
}
