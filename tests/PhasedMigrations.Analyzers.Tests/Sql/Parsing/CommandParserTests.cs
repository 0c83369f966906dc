namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class CommandParserTests
{
    [Theory]
    [InlineData("TRUNCATE ONLY a, s.b RESTART IDENTITY CASCADE", "Truncate(Tables=[a, s.b], IsCascade)")]
    [InlineData(
        "LOCK TABLE a, ONLY (b) IN SHARE ROW EXCLUSIVE MODE NOWAIT",
        "Lock(Tables=[a, b], Mode=ShareRowExclusive)")]
    [InlineData("LOCK a", "Lock(Tables=[a], Mode=AccessExclusive)")]
    [InlineData("VACUUM", "Vacuum")]
    [InlineData("EXPLAIN (SELECT 1)", "Explain(Statement=Query(Query=`(SELECT 1)`))")]
    [InlineData("VACUUM FULL VERBOSE ANALYZE t (a, b), u", "Vacuum(Tables=[t, u], IsFull)")]
    [InlineData("VACUUM (FULL, PARALLEL 2) t", "Vacuum(Tables=[t], IsFull)")]
    [InlineData("VACUUM (FULL false) t", "Vacuum(Tables=[t])")]
    [InlineData("VACUUM (FULL 0)", "Vacuum")]
    [InlineData("ANALYZE VERBOSE t", "Analyze(Tables=[t])")]
    [InlineData("CLUSTER", "Cluster")]
    [InlineData("CLUSTER VERBOSE t USING i", "Cluster(Table=t, NamesTable)")]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY s.m WITH DATA", "RefreshMaterializedView(View=s.m, IsConcurrent)")]
    [InlineData("REFRESH MATERIALIZED VIEW m WITH NO DATA", "RefreshMaterializedView(View=m, IsWithoutRows)")]
    [InlineData(
        "EXPLAIN (ANALYZE, COSTS off) DELETE FROM t",
        "Explain(IsAnalyze, Statement=Delete(Table=t, Restriction=SqlRestriction))")]
    [InlineData("EXPLAIN VERBOSE SELECT 1", "Explain(Statement=Query(Query=`SELECT 1`))")]
    [InlineData(
        "PREPARE p (int) AS UPDATE t SET a = $1",
        "Prepare(Name=p, Statement=Update(Table=t, Assignments=[SqlAssignment(Column=a, Value=`$1`)], Restriction=SqlRestriction))")]
    [InlineData("COPY t (a, b) FROM 'file' WITH (FORMAT csv)", "Copy(Table=t, IsFrom)")]
    [InlineData("COPY (SELECT 1) TO STDOUT", "Copy")]
    [InlineData("GRANT SELECT ON t TO joe", "Other(Verb=Grant)")]
    [InlineData("SHOW lock_timeout", "Other(Verb=Show)")]
    public void Statement_IsReadWhole(string sql, string expected) => Assert.Equal(expected, Rendering.Parse(sql));

    [Theory]
    [InlineData("FLY TO the moon")]
    [InlineData("42")]
    [InlineData("TRUNCATE \"a\"b")]
    public void WhatIsNotUnderstood_IsNotAnalysed(string sql) => Assert.Equal("Unanalysed", Rendering.Parse(sql));
}
