namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class RoutineParserTests
{
    [Theory]
    [InlineData(
        "DO $$ BEGIN UPDATE t SET a = 1; END $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`1`)], Restriction=SqlRestriction))], IsAnalysed))")]
    [InlineData(
        "DO LANGUAGE plpgsql 'DECLARE n int := 5; c CURSOR FOR SELECT 1; BEGIN n := n + 1; t.a = 3; x[1] := 2; SELECT 1 INTO n; PERFORM f(n); END'",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Query(Query=`SELECT 1 INTO n`)), Body(Statement=Query(Query=`f(n)`))], IsAnalysed))")]
    [InlineData(
        "DO $$ BEGIN LOOP UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t LIMIT 10); EXIT WHEN NOT FOUND; COMMIT; END LOOP; END; $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`1`)], Restriction=SqlRestriction(Condition=`id IN (SELECT id FROM t LIMIT 10)`, JoinColumns=[id]), LimitsRows), IsInLoop), Body(Statement=Transaction(Command=Commit), IsInLoop)], IsAnalysed))")]
    [InlineData(
        "DO $$ <<outer>> BEGIN FOR r IN SELECT id FROM t LOOP IF r.id > 1 THEN DELETE FROM t WHERE id = r.id; ELSIF x THEN TRUNCATE t; ELSE NULL; END IF; END LOOP outer; END $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Query(Query=`SELECT id FROM t`)), Body(Statement=Delete(Table=t, Restriction=SqlRestriction(Condition=`id = r.id`, JoinColumns=[id])), IsInLoop, IsConditional), Body(Statement=Truncate(Tables=[t]), IsInLoop, IsConditional)], IsAnalysed))")]
    [InlineData(
        "DO $$ BEGIN WHILE a < 1 LOOP CASE x WHEN 1 THEN LOCK t; ELSE VACUUM t; END CASE; END LOOP; FOREACH y IN ARRAY z LOOP CALL p(y); END LOOP; FOR i IN REVERSE 10..1 LOOP ANALYZE; END LOOP; END $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Lock(Tables=[t], Mode=AccessExclusive), IsInLoop, IsConditional), Body(Statement=Vacuum(Tables=[t]), IsInLoop, IsConditional), Body(Statement=Call(Procedure=p), IsInLoop), Body(Statement=Analyze, IsInLoop)], IsAnalysed))")]
    [InlineData(
        "DO $$ BEGIN BEGIN ALTER TABLE t ADD a int; EXCEPTION WHEN duplicate_column THEN RAISE NOTICE 'exists; fine'; DROP TABLE u; WHEN OTHERS THEN ROLLBACK; END; COMMIT; END $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=AlterTable(Kind=Table, Table=t, Actions=[AddColumn(Column=Column(Name=a, Type=integer))])), Body(Statement=Drop(Kind=Table, Names=[u]), IsConditional), Body(Statement=Transaction(Command=Rollback), IsConditional), Body(Statement=Transaction(Command=Commit))], IsAnalysed))")]
    [InlineData(
        "DO $$ BEGIN EXECUTE 'DROP TABLE t; DROP TABLE u'; EXECUTE 'ALTER TABLE ' || quote_ident(n) || ' ADD a int' USING x; EXECUTE format('CREATE INDEX ON %I.orders_%s (%1$I)', a, b) INTO y; EXECUTE stmt; EXECUTE 'SELECT ''it''''s''' || $1; END $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Drop(Kind=Table, Names=[t])), Body(Statement=Drop(Kind=Table, Names=[u])), Body(Statement=AlterTable(Kind=Table, Actions=[AddColumn(Column=Column(Name=a, Type=integer))])), Body(Statement=CreateIndex(Elements=[Index(Expression=`{0}`)])), Body(Statement=Unanalysed), Body(Statement=Query(Query=`SELECT 'it''s'{0}`))], IsAnalysed))")]
    [InlineData(
        "DO $$ BEGIN RETURN QUERY UPDATE t SET a = 1 RETURNING a; RETURN QUERY EXECUTE 'DELETE FROM t'; RETURN NEXT a; RETURN; FOR r IN EXECUTE 'SELECT 1' LOOP NULL; END LOOP; END $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`1`)], Restriction=SqlRestriction)), Body(Statement=Delete(Table=t, Restriction=SqlRestriction)), Body(Statement=Query(Query=`SELECT 1`))], IsAnalysed))")]
    [InlineData(
        "DO $$ #variable_conflict use_column BEGIN GET DIAGNOSTICS n = ROW_COUNT; OPEN c; FETCH c INTO x; CLOSE c; RAISE EXCEPTION 'no'; ASSERT true; CREATE TABLE t AS SELECT 1; END $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=CreateTable(Table=t, Query=`SELECT 1`))], IsAnalysed))")]
    [InlineData("DO $$ BEGIN IF x THEN $$", "Do(Body=RoutineBody(Language=plpgsql))")]
    [InlineData(
        "DO $$ BEGIN nonsense here; END $$",
        "Do(Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Unanalysed)], IsAnalysed))")]
    [InlineData("DO $$ END $$", "Do(Body=RoutineBody(Language=plpgsql))")]
    [InlineData("DO LANGUAGE plperl 'system(\"rm\")'", "Do(Body=RoutineBody(Language=plperl))")]
    [InlineData(
        "CREATE OR REPLACE FUNCTION s.f(a int DEFAULT 1) RETURNS TABLE (x int) LANGUAGE sql STABLE AS $body$ DELETE FROM t; SELECT 1 $body$",
        "CreateRoutine(Name=s.f, OrReplace, Body=RoutineBody(Language=sql, Statements=[Body(Statement=Delete(Table=t, Restriction=SqlRestriction)), Body(Statement=Query(Query=`SELECT 1`))], IsAnalysed))")]
    [InlineData(
        "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN UPDATE t SET a = 1; RETURN NEW; END $$ LANGUAGE plpgsql SET search_path FROM CURRENT",
        "CreateRoutine(Name=f, Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`1`)], Restriction=SqlRestriction))], IsAnalysed))")]
    [InlineData(
        "CREATE PROCEDURE p() LANGUAGE SQL BEGIN ATOMIC INSERT INTO t VALUES (1); SELECT CASE WHEN true THEN 1 END; END",
        "CreateRoutine(Name=p, IsProcedure, Body=RoutineBody(Language=sql, Statements=[Body(Statement=Insert(Table=t, RowCount=1, Source=`VALUES (1)`)), Body(Statement=Query(Query=`SELECT CASE WHEN true THEN 1 END`))], IsAnalysed))")]
    [InlineData(
        "CREATE FUNCTION f(int) RETURNS int RETURN $1 + 1",
        "CreateRoutine(Name=f, Body=RoutineBody(Language=sql, IsAnalysed))")]
    [InlineData(
        "CREATE FUNCTION f() RETURNS int AS 'lib', 'sym' LANGUAGE C STRICT",
        "CreateRoutine(Name=f, Body=RoutineBody(Language=c, IsAnalysed))")]
    [InlineData(
        "CREATE FUNCTION f() RETURNS int LANGUAGE 'plpgsql' AS 'begin execute ''drop table \"a b\"''; end'",
        "CreateRoutine(Name=f, Body=RoutineBody(Language=plpgsql, Statements=[Body(Statement=Drop(Kind=Table, Names=[a b]))], IsAnalysed))")]
    [InlineData("CALL s.p(1, 2)", "Call(Procedure=s.p)")]
    [InlineData("CREATE FUNCTION like() RETURNS int RETURN 1", "CreateRoutine(Name=like, Body=RoutineBody(Language=sql, IsAnalysed))")]
    public void Statement_IsReadWhole(string sql, string expected) => Assert.Equal(expected, Rendering.Parse(sql));
}
