using PhasedMigrations.Sql.Parsing;

namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class StatementSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(";; -- nothing\n;", "")]
    [InlineData("a; b", "a|b")]
    [InlineData("/* x; */ a -- y;\n; b;", "a|b")]
    [InlineData("SELECT ';', \";\", $$;$$, E'\\';'; b", "SELECT ';', \";\", $$;$$, E'\\';'|b")]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO (a; b); c", "CREATE RULE r AS ON INSERT TO t DO (a; b)|c")]
    [InlineData("a); b", "a)|b")]
    [InlineData("a (; b", "a (; b")]
    [InlineData("BEGIN; a; END; b", "BEGIN|a|END|b")]
    public void Statements_EndAtSemicolonsThatEndThem(string sql, string expected) => AssertStatements(sql, expected);

    [Theory]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC a; b; END; c", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC a; b; END|c")]
    [InlineData(
        "create or replace procedure p() begin atomic select case when a then case b when 1 then 2 end end; x; end; c",
        "create or replace procedure p() begin atomic select case when a then case b when 1 then 2 end end; x; end|c")]
    [InlineData("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 AS end, t.case; END; c", "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 AS end, t.case; END|c")]
    [InlineData("CREATE FUNCTION begin(atomic int) AS 'x'; c", "CREATE FUNCTION begin(atomic int) AS 'x'|c")]
    [InlineData(
        "CREATE SCHEMA s CREATE FUNCTION f() BEGIN ATOMIC a; END CREATE VIEW begin AS b; c",
        "CREATE SCHEMA s CREATE FUNCTION f() BEGIN ATOMIC a; END CREATE VIEW begin AS b|c")]
    public void RoutineBody_IsPartOfItsStatement(string sql, string expected) => AssertStatements(sql, expected);

    [Theory]
    [InlineData("COPY t FROM STDIN;\n1;'\n\\.\nb;", "COPY t FROM STDIN|b")]
    [InlineData("copy t (a, b) from stdin with (format csv); -- rows follow\n\\.\r\nb", "copy t (a, b) from stdin with (format csv)|b")]
    [InlineData("COPY t FROM STDIN; COPY u FROM STDIN;\na;\n\\.\nb;\n\\.\nc", "COPY t FROM STDIN|COPY u FROM STDIN|c")]
    [InlineData("COPY t FROM STDIN;\na; b", "COPY t FROM STDIN|a|b")]
    [InlineData("COPY (SELECT 1) TO STDOUT;\na;\n\\.\n", "COPY (SELECT 1) TO STDOUT|a|\\.")]
    public void CopiedRows_AreNoStatements(string sql, string expected) => AssertStatements(sql, expected);

    [Theory]
    [InlineData("\\set ON_ERROR_STOP on\nSELECT 1;", "\\set ON_ERROR_STOP on|SELECT 1")]
    [InlineData("SELECT 1 \\gexec\nb;", "SELECT 1|b")]
    [InlineData("SELECT 1\n\\echo x;\n+ 2; b", "SELECT 1\n\\echo x;\n+ 2|b")]
    [InlineData("a \\; b;", "a|b")]
    public void PsqlCommands_AreUnderstood(string sql, string expected) => AssertStatements(sql, expected);

    private static void AssertStatements(string sql, string expected)
    {
        using var splitter = new StatementSplitter(sql);
        var statements = new List<string>();
        while (splitter.MoveNext())
            statements.Add(sql.Substring(splitter.Span.Start, splitter.Span.Length));
        Assert.Equal(expected, string.Join("|", statements));
    }
}
