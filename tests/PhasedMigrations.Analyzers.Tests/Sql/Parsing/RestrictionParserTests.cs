using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class RestrictionParserTests
{
    [Theory]
    [InlineData("id = 5", "KeyColumns=[id]")]
    [InlineData("t.id = $1 AND b > 3", "KeyColumns=[id], RangeColumns=[b]")]
    [InlineData("5 = id AND 3 <= b", "KeyColumns=[id], RangeColumns=[b]")]
    [InlineData("id IN (1, 2, 'x'::int) OR (id = -1 AND c)", "KeyColumns=[id]")]
    [InlineData("id = 1 OR other = 2", "")]
    [InlineData("id = ANY ($1)", "KeyColumns=[id]")]
    [InlineData("id = ANY (ARRAY[1, 2]::int[])", "KeyColumns=[id]")]
    [InlineData("id = (SELECT max(id) FROM t)", "KeyColumns=[id]")]
    [InlineData("id IN (SELECT id FROM t WHERE a IS NULL LIMIT 1000)", "JoinColumns=[id]")]
    [InlineData("id IN (SELECT id FROM u WHERE u.a = 5 AND (b = 'x') ORDER BY c LIMIT 5)", "KeyColumns=[a, b], JoinColumns=[id]")]
    [InlineData("id IN (SELECT id FROM u WHERE a = 5 UNION SELECT id FROM v)", "JoinColumns=[id]")]
    [InlineData("id IN (SELECT id FROM u WHERE a = 5 OR b)", "JoinColumns=[id]")]
    [InlineData("id IN (SELECT id FROM (SELECT 1 WHERE x = 5) u)", "JoinColumns=[id]")]
    [InlineData("id IN (SELECT id FROM u ORDER BY a)", "JoinColumns=[id]")]
    [InlineData("id BETWEEN 1 AND 1000 AND a IS NULL", "RangeColumns=[id]")]
    [InlineData("id > @last AND id <= @last + 1000", "RangeColumns=[id]")]
    [InlineData("id = CASE WHEN b AND c THEN 1 END", "JoinColumns=[id]")]
    [InlineData("id = uuid '0000' AND day = date '2020-01-01' + 1", "KeyColumns=[id, day]")]
    [InlineData("a IS NULL", "")]
    [InlineData("true", "IsTautology")]
    [InlineData("1 = 1 AND ('x' = 'x')", "IsTautology")]
    [InlineData("1=1 OR id = 3", "IsTautology")]
    [InlineData("false", "IsContradiction")]
    [InlineData("1 = 0", "IsContradiction")]
    [InlineData("b <> 2 AND t.a != NULL", "IsContradiction")]
    [InlineData("a = NULL OR (a < NULL)", "IsContradiction")]
    [InlineData("a = NULL OR id = 3", "KeyColumns=[id]")]
    [InlineData("a IS NOT NULL", "")]
    [InlineData("a || NULL", "")]
    [InlineData("NOT (id = 3)", "")]
    [InlineData("NOT (a = NULL)", "")]
    [InlineData("id = lower(b)", "JoinColumns=[id]")]
    [InlineData("((((((((((((id = 3))))))))))))", "")]
    public void Where_TellsWhichColumnsItTies(string condition, string expected)
    {
        var update = Assert.IsType<UpdateStatement>(Assert.Single(SqlParser.Parse("UPDATE t SET a = 1 WHERE " + condition)));
        Assert.Equal(condition, update.Restriction.Condition.ToString());
        Assert.Equal($"SqlRestriction({expected})".Replace("()", "", StringComparison.Ordinal), Rendering.Of(update.Restriction with { Condition = null }));
    }

    /// <summary>A variable is one value, except in a loop, where each turn has its own.</summary>
    [Theory]
    [InlineData("DECLARE v int; w CONSTANT text := 'x'; BEGIN UPDATE t SET a = 1 WHERE id = v AND b = W; END", "KeyColumns=[id, b]")]
    [InlineData("DECLARE v int; BEGIN UPDATE t SET a = 1 WHERE t.id = v AND b = c AND d = $1; END", "KeyColumns=[id, d], JoinColumns=[b]")]
    [InlineData("<<outer>> DECLARE v int; BEGIN DECLARE w int; BEGIN IF v = w THEN UPDATE t SET a = 1 WHERE id = w; END IF; END; END", "KeyColumns=[id]")]
    [InlineData("DECLARE v int; DECLARE w int; BEGIN UPDATE t SET a = 1 WHERE id IN (SELECT id FROM u WHERE b = w); END", "KeyColumns=[b], JoinColumns=[id]")]
    [InlineData("DECLARE v int; BEGIN LOOP UPDATE t SET a = 1 WHERE id = v; END LOOP; END", "JoinColumns=[id]")]
    [InlineData("DECLARE v int; BEGIN UPDATE t SET a = 1 WHERE id = v + x; END", "JoinColumns=[id]")]
    [InlineData("BEGIN UPDATE t SET a = 1 WHERE id = v; END", "JoinColumns=[id]")]
    public void WhereInABlock_KnowsItsVariables(string body, string expected)
    {
        var block = Assert.IsType<DoStatement>(Assert.Single(SqlParser.Parse($"DO $$ {body} $$")));
        var update = Assert.IsType<UpdateStatement>(Assert.Single(block.Body.Statements).Statement);
        Assert.Equal($"SqlRestriction({expected})", Rendering.Of(update.Restriction with { Condition = null }));
    }
}
