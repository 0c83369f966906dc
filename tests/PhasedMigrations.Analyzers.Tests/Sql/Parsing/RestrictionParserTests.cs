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
    [InlineData("id BETWEEN 1 AND 1000 AND a IS NULL", "RangeColumns=[id]")]
    [InlineData("id > @last AND id <= @last + 1000", "RangeColumns=[id]")]
    [InlineData("id = CASE WHEN b AND c THEN 1 END", "JoinColumns=[id]")]
    [InlineData("id = uuid '0000' AND day = date '2020-01-01' + 1", "KeyColumns=[id, day]")]
    [InlineData("a IS NULL", "")]
    [InlineData("true", "IsTautology")]
    [InlineData("1 = 1 AND ('x' = 'x')", "IsTautology")]
    [InlineData("1=1 OR id = 3", "IsTautology")]
    [InlineData("NOT (id = 3)", "")]
    [InlineData("id = lower(b)", "JoinColumns=[id]")]
    [InlineData("((((((((((((id = 3))))))))))))", "")]
    public void Where_TellsWhichColumnsItTies(string condition, string expected)
    {
        var update = Assert.IsType<UpdateStatement>(Assert.Single(SqlParser.Parse("UPDATE t SET a = 1 WHERE " + condition)));
        Assert.Equal(condition, update.Restriction.Condition.ToString());
        Assert.Equal($"SqlRestriction({expected})".Replace("()", "", StringComparison.Ordinal), Rendering.Of(update.Restriction with { Condition = null }));
    }
}
