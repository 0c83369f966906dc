namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class IndexParserTests
{
    [Theory]
    [InlineData("CREATE INDEX ON t (a)", "CreateIndex(Table=t, Elements=[Index(Column=a, Expression=`a`)])")]
    [InlineData(
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING gin (a jsonb_path_ops, lower(b) DESC NULLS LAST, (a -> 'x')) INCLUDE (d) NULLS NOT DISTINCT WITH (fastupdate = off) TABLESPACE x WHERE a IS NOT NULL",
        "CreateIndex(Name=i, Table=s.t, IsNamed, IsUnique, IsConcurrent, IfNotExists, IsOnly, Method=gin, Elements=[Index(Column=a, Expression=`a jsonb_path_ops`), Index(Expression=`lower(b) DESC NULLS LAST`), Index(Expression=`(a -> 'x')`)], Included=[Index(Column=d, Expression=`d`)], Predicate=`a IS NOT NULL`)")]
    [InlineData("REINDEX TABLE CONCURRENTLY s.t", "Reindex(Kind=Table, Name=s.t, IsConcurrent)")]
    [InlineData("REINDEX (VERBOSE, CONCURRENTLY) INDEX i", "Reindex(Kind=Index, Name=i, IsConcurrent)")]
    [InlineData("REINDEX (CONCURRENTLY false, TABLESPACE x) DATABASE d", "Reindex(Kind=Database, Name=d)")]
    [InlineData("REINDEX SYSTEM", "Reindex(Kind=Other)")]
    public void Statement_IsReadWhole(string sql, string expected) => Assert.Equal(expected, Rendering.Parse(sql));
}
