using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class ExpressionFactsTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("-1.5e3")]
    [InlineData("((0))")]
    [InlineData("NULL")]
    [InlineData("'x' || E'\\n'")]
    [InlineData("'{}'::jsonb")]
    [InlineData("CAST('1' AS numeric(10, 2))")]
    [InlineData("'x'::character varying(20)::text")]
    [InlineData("timestamp with time zone '2020-01-01 00:00'")]
    [InlineData("interval '1 day'")]
    [InlineData("ARRAY[1, 2]::int[]")]
    [InlineData("ARRAY[]::text[]")]
    [InlineData("true")]
    [InlineData("B'1'")]
    public void LiteralsAndCasts_AreConstant(string sql) => Assert.True(Facts(sql).IsConstant);

    [Theory]
    [InlineData("now()")]
    [InlineData("a")]
    [InlineData("$1")]
    [InlineData("1 + a")]
    [InlineData("CURRENT_TIMESTAMP")]
    [InlineData("(SELECT 1)")]
    [InlineData("1 1")]
    [InlineData("((((((((((((((((((((1))))))))))))))))))))")]
    public void AnythingElse_IsNotConstant(string sql) => Assert.False(Facts(sql).IsConstant);

    [Theory]
    [InlineData("now()", "now", "")]
    [InlineData("pg_catalog.lower(a) || \"B\"", "pg_catalog.lower", "a B")]
    [InlineData("gen_random_uuid()::text", "gen_random_uuid", "")]
    [InlineData("coalesce(t.a, nextval('s'::regclass))", "coalesce nextval", "a")]
    [InlineData("CAST(f(a) AS s.ty)", "f", "a")]
    [InlineData("now() AT TIME ZONE 'utc'", "now", "")]
    [InlineData("date '2020-01-01' + interval '1 day'", "", "")]
    [InlineData("a > 0 AND a IS NOT NULL", "", "a a")]
    [InlineData("CASE WHEN a BETWEEN 1 AND f(2) THEN b ELSE CURRENT_DATE END", "f", "a b")]
    public void FunctionsAndNames_AreListed(string sql, string functions, string names)
    {
        var facts = Facts(sql);
        Assert.Equal(functions, string.Join(" ", facts.Functions));
        Assert.Equal(names, string.Join(" ", facts.Names));
    }

    [Fact]
    public void Subquery_IsSeen()
    {
        Assert.True(Facts("(SELECT max(a) FROM t)").HasQuery);
        Assert.False(Facts("max(a)").HasQuery);
    }

    private static ExpressionFacts Facts(string sql) => ExpressionFacts.Of(new SqlExpression($"[{sql}]", 1, sql.Length));
}
