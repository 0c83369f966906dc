using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class SpanTests
{
    [Fact]
    public void Statement_SpansFromItsFirstWordToItsLast()
    {
        const string Sql = " -- first\nDROP TABLE a /* x */ ;; VACUUM ;";
        Assert.Equal(["DROP TABLE a", "VACUUM"], SqlParser.Parse(Sql).Select(statement => Text(Sql, statement.Span)));
    }

    [Fact]
    public void ActionAndConstraint_SpanTheirOwnWords()
    {
        const string Sql = "ALTER TABLE t DROP a, ADD COLUMN b int NOT NULL DEFAULT 1, ADD CONSTRAINT c CHECK (b > 0) NOT VALID";
        var actions = Assert.IsType<AlterTableStatement>(Assert.Single(SqlParser.Parse(Sql))).Actions;
        Assert.Equal(
            ["DROP a", "ADD COLUMN b int NOT NULL DEFAULT 1", "ADD CONSTRAINT c CHECK (b > 0) NOT VALID"],
            actions.Select(action => Text(Sql, action.Span)));

        var column = Assert.IsType<AddColumnAction>(actions[1]).Column;
        Assert.Equal("b int NOT NULL DEFAULT 1", Text(Sql, column.Span));
        Assert.Equal(["NOT NULL", "DEFAULT 1"], column.Constraints.Select(constraint => Text(Sql, constraint.Span)));
        Assert.Equal("CONSTRAINT c CHECK (b > 0) NOT VALID", Text(Sql, Assert.IsType<AddConstraintAction>(actions[2]).Constraint.Span));
    }

    [Theory]
    [InlineData("DO $$ BEGIN DROP TABLE a; END $$", "DROP TABLE a")]
    [InlineData("DO 'BEGIN DROP TABLE a; END'", "DROP TABLE a")]
    [InlineData("DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$", "DROP TABLE a")]
    [InlineData("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $x$ SELECT 1; DROP TABLE a $x$", "DROP TABLE a")]
    [InlineData("WITH a AS (SELECT 1) DELETE FROM b", "WITH a AS (SELECT 1) DELETE FROM b")]
    public void BodyWithoutEscapes_KeepsExactPlaces(string sql, string expected) => Assert.Equal(expected, Text(sql, Innermost(sql).Span));

    [Theory]
    [InlineData("DO 'BEGIN DROP TABLE \"it''s\"; END'", "'BEGIN DROP TABLE \"it''s\"; END'")]
    [InlineData("DO E'BEGIN\\nDROP TABLE a; END'", "E'BEGIN\\nDROP TABLE a; END'")]
    [InlineData("DO $$ BEGIN EXECUTE 'DROP TABLE ' || x USING y; END $$", "EXECUTE 'DROP TABLE ' || x USING y")]
    public void DecodedBody_IsReportedAtItsLiteral(string sql, string expected) => Assert.Equal(expected, Text(sql, Innermost(sql).Span));

    private static SqlStatement Innermost(string sql) => Assert.Single(SqlParser.Parse(sql)) switch
    {
        DoStatement block => block.Body.Statements[^1].Statement,
        CreateRoutineStatement routine => routine.Body.Statements[^1].Statement,
        var statement => statement,
    };

    private static string Text(string sql, SqlSpan span) => sql.Substring(span.Start, span.Length);
}
