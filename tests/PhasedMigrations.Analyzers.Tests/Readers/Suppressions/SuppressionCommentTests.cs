using PhasedMigrations.Readers.Suppressions;

namespace PhasedMigrations.Analyzers.Tests.Readers.Suppressions;

public sealed class SuppressionCommentTests
{
    [Theory]
    [InlineData("-- phased:ignore PHM2001 the table is empty", "PHM2001", true)]
    [InlineData("--phased:ignore PHM2001,PHM3001: empty", "PHM2001 PHM3001", true)]
    [InlineData("-- phased:ignore phm2001 PHM3001", "PHM2001 PHM3001", false)]
    [InlineData("-- phased:ignore PHM2001 --", "PHM2001", false)]
    [InlineData("/* phased:ignore PHM2001\n   the table is empty */", "PHM2001", true)]
    [InlineData("/*phased:ignore PHM2001*/", "PHM2001", false)]
    [InlineData("-- phased:ignore the table is empty", "", true)]
    [InlineData("-- phased:ignore", "", false)]
    [InlineData("-- phased:ignore PHM2O01 typo", "PHM2O01", true)]
    public void Comment_NamesRulesAndAReason(string sql, string ids, bool hasReason)
    {
        var comment = Assert.Single(SuppressionComment.In(sql));

        Assert.Equal(ids, string.Join(' ', comment.RuleIds));
        Assert.Equal(hasReason, comment.HasReason);
        Assert.False(comment.IsForFile);
    }

    [Theory]
    [InlineData("-- phased:ignored PHM2001")]
    [InlineData("-- see phased:ignore PHM2001")]
    [InlineData("SELECT 'phased:ignore PHM2001'")]
    public void OtherText_IsNoSuppression(string sql) => Assert.Empty(SuppressionComment.In(sql));

    [Theory]
    [InlineData("-- phased:ignore PHM2001 a\nCREATE INDEX ON a (b); DROP TABLE c", "CREATE INDEX ON a (b)")]
    [InlineData("SELECT 1; -- phased:ignore PHM2001 a\n\n-- more\nSELECT ';'; SELECT 2", "SELECT ';'")]
    [InlineData("-- phased:ignore PHM2001 a\nDO $$ BEGIN a; b; END $$; c", "DO $$ BEGIN a; b; END $$")]
    [InlineData("DO $$ BEGIN a; -- phased:ignore PHM2001 a\nb; c; END $$", "b")]
    [InlineData("ALTER TABLE a ADD b int, /* phased:ignore PHM2001 a */ ADD c int; d", "ADD c int")]
    [InlineData("-- phased:ignore PHM2001 a\n", "")]
    public void Scope_IsTheStatementThatFollows(string sql, string statement)
    {
        var comment = Assert.Single(SuppressionComment.In(sql));

        var scope = sql.Substring(comment.Scope.Start, comment.Scope.Length);
        Assert.EndsWith(statement, scope, StringComparison.Ordinal);
        Assert.DoesNotContain(";", scope[..^statement.Length], StringComparison.Ordinal);
    }

    [Fact]
    public void IgnoreFile_CoversWhatStandsBeforeItToo()
    {
        var comment = Assert.Single(SuppressionComment.In("SELECT 1;\n-- phased:ignore-file PHM2001 a baseline\nSELECT 2;"));

        Assert.True(comment.IsForFile);
        Assert.True(comment.Covers(new(0, 8)));
        Assert.Equal(["PHM2001"], comment.RuleIds);
    }
}
