namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class DataChangeParserTests
{
    [Theory]
    [InlineData("SELECT 1", "Query(Query=`SELECT 1`)")]
    [InlineData(
        "SELECT a INTO TEMP TABLE u FROM t LIMIT 5",
        "Query(Query=`SELECT a INTO TEMP TABLE u FROM t LIMIT 5`, Into=u, CreatesTable, LimitsRows)")]
    [InlineData("(SELECT 1) UNION ALL TABLE t", "Query(Query=`(SELECT 1) UNION ALL TABLE t`)")]
    [InlineData("INSERT INTO t DEFAULT VALUES", "Insert(Table=t, RowCount=1, Source=`DEFAULT VALUES`)")]
    [InlineData("INSERT INTO t VALUES (1) UNION VALUES (2)", "Insert(Table=t, IsQuery, Source=`VALUES (1) UNION VALUES (2)`)")]
    [InlineData(
        "UPDATE t SET (a[1], b.c) = (1, 2)",
        "Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`(1, 2)`), SqlAssignment(Column=b, Value=`(1, 2)`)], Restriction=SqlRestriction)")]
    [InlineData(
        "INSERT INTO s.t AS x (a, b.c, d[1]) OVERRIDING SYSTEM VALUE VALUES (1, (2), 3), (4, 5, 6) ON CONFLICT (a) DO UPDATE SET b = 1 RETURNING a",
        "Insert(Table=s.t, Columns=[a, b, d], RowCount=2, Source=`VALUES (1, (2), 3), (4, 5, 6)`, HasConflictAction)")]
    [InlineData(
        "INSERT INTO t (SELECT a FROM u WHERE b) ON CONFLICT DO NOTHING",
        "Insert(Table=t, IsQuery, Source=`(SELECT a FROM u WHERE b)`, HasConflictAction)")]
    [InlineData(
        "INSERT INTO t SELECT a FROM u FETCH FIRST 10 ROWS ONLY",
        "Insert(Table=t, IsQuery, Source=`SELECT a FROM u FETCH FIRST 10 ROWS ONLY`, LimitsRows)")]
    [InlineData(
        "UPDATE ONLY s.t AS x SET a = 1, (b, c) = (SELECT 2, 3), d[1] = 4 FROM u JOIN v ON u.i = v.i WHERE x.id = u.id RETURNING *",
        "Update(Table=s.t, Assignments=[SqlAssignment(Column=a, Value=`1`), SqlAssignment(Column=b, Value=`(SELECT 2, 3)`), SqlAssignment(Column=c, Value=`(SELECT 2, 3)`), SqlAssignment(Column=d, Value=`4`)], Restriction=SqlRestriction(Condition=`x.id = u.id`, JoinColumns=[id]), Alias=x, HasFrom)")]
    [InlineData(
        "UPDATE t SET a = b IS DISTINCT FROM c FROM u",
        "Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`b IS DISTINCT FROM c`)], Restriction=SqlRestriction, HasFrom)")]
    [InlineData(
        "UPDATE t * x SET a = DEFAULT",
        "Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`DEFAULT`)], Restriction=SqlRestriction, Alias=x)")]
    [InlineData(
        "DELETE FROM t x USING u WHERE x.id = u.id",
        "Delete(Table=t, Restriction=SqlRestriction(Condition=`x.id = u.id`, JoinColumns=[id]), Alias=x, HasUsing)")]
    [InlineData("DELETE FROM t", "Delete(Table=t, Restriction=SqlRestriction)")]
    [InlineData(
        "WITH d AS (DELETE FROM a WHERE id IN (SELECT id FROM a LIMIT 100) RETURNING *), q AS MATERIALIZED (SELECT 1) INSERT INTO b SELECT * FROM d",
        "Insert(Table=b, IsQuery, Source=`SELECT * FROM d`, CommonTables=[Delete(Table=a, Restriction=SqlRestriction(Condition=`id IN (SELECT id FROM a LIMIT 100)`, JoinColumns=[id]), LimitsRows)], LimitsRows)")]
    [InlineData(
        "WITH RECURSIVE r (n) AS (SELECT 1) SEARCH DEPTH FIRST BY n SET o CYCLE n SET c USING p, s AS (UPDATE t SET a = 1) SELECT * FROM r",
        "Query(Query=`WITH RECURSIVE r (n) AS (SELECT 1) SEARCH DEPTH FIRST BY n SET o CYCLE n SET c USING p, s AS (UPDATE t SET a = 1) SELECT * FROM r`, CommonTables=[Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`1`)], Restriction=SqlRestriction)])")]
    [InlineData(
        "MERGE INTO t x USING u ON x.id = u.id WHEN MATCHED AND u.gone THEN DELETE WHEN MATCHED THEN UPDATE SET a = u.a, b = CASE WHEN u.b THEN 1 END WHEN NOT MATCHED BY SOURCE THEN DO NOTHING WHEN NOT MATCHED THEN INSERT VALUES (1) RETURNING merge_action(), x.*",
        "Merge(Table=t, Inserts, Updates, Deletes, Assignments=[SqlAssignment(Column=a, Value=`u.a`), SqlAssignment(Column=b, Value=`CASE WHEN u.b THEN 1 END`)])")]
    [InlineData(
        "UPDATE t SET a = 1 WHERE CURRENT OF c",
        "Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`1`)], Restriction=SqlRestriction(Condition=`CURRENT OF c`, IsCursorRow))")]
    public void Statement_IsReadWhole(string sql, string expected) => Assert.Equal(expected, Rendering.Parse(sql));

    /// <summary>Behind an element, behind a type, in an array, and in the pattern of a graph.</summary>
    [Theory]
    [InlineData("UPDATE t SET a[1] = b[2] WHERE c.d[1][2:3] = ('{1}'::int[])[1] AND (f(x))[1] = $1[2] AND @p[1] = 3")]
    [InlineData("UPDATE t SET a = ARRAY[[1, 2], [3, 4]] WHERE b = ANY (ARRAY [[(1)], [-1]]) AND c = '[x]'")]
    [InlineData("UPDATE t SET a = b::numeric(10, 2)[] WHERE c.end[1] = cast(d AS time with time zone[]) AND e = f::integer array [4]")]
    [InlineData("UPDATE t SET a = 1 FROM GRAPH_TABLE (g MATCH (c IS d)<-[IS e]-(f)-[]->(h) COLUMNS (c.id)) x WHERE x.id = t.id")]
    public void Brackets_ArePartOfTheStatement(string sql) => Assert.StartsWith("Update(Table=t", Rendering.Parse(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("UPDATE t SET")]
    [InlineData("DELETE FROM t WHERE")]
    [InlineData("DELETE FROM t WHERE [key] IN ('a')")]
    [InlineData("UPDATE t SET a = [b]")]
    [InlineData("UPDATE t SET a = 1 WHERE (b = 1 OR x.[c] = 2)")]
    [InlineData("INSERT INTO t (a) SELECT x, [b] FROM u")]
    [InlineData("DELETE FROM t USING [u] WHERE t.id = u.id")]
    [InlineData("WITH d AS (DELETE FROM a WHERE [b] = 1 RETURNING *) SELECT * FROM d")]
    [InlineData("UPDATE t SET a = 1 WHERE `key` = 1")]
    public void WhatIsNotUnderstood_IsNotAnalysed(string sql) => Assert.Equal("Unanalysed", Rendering.Parse(sql));
}
