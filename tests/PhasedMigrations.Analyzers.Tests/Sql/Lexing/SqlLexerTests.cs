using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Analyzers.Tests.Sql.Lexing;

public sealed class SqlLexerTests
{
    [Theory]
    [InlineData("SELECT", "Identifier")]
    [InlineData("größe$1", "Identifier")]
    [InlineData("\"a\"\"b;\"", "QuotedIdentifier")]
    [InlineData("U&\"d\\0061t\"", "UnicodeIdentifier")]
    [InlineData("'it''s'", "String")]
    [InlineData("'back\\'", "String")]
    [InlineData("N'x'", "String")]
    [InlineData("E'it\\'s'", "EscapeString")]
    [InlineData("'a'\n  -- between\n 'b'", "String")]
    [InlineData("E'a'\n'b\\'c'", "EscapeString")]
    [InlineData("u&'\\0061'", "UnicodeString")]
    [InlineData("b'0101'", "BitString")]
    [InlineData("X'1F'", "BitString")]
    [InlineData("$$a;'b$$", "DollarString")]
    [InlineData("$x$ $$ $y$ $x$", "DollarString")]
    [InlineData("$a$b$a$", "DollarString")]
    [InlineData("-- to the end", "LineComment")]
    [InlineData("/* a /* b */ ; */", "BlockComment")]
    [InlineData("/*/ not closed by its own slash */", "BlockComment")]
    [InlineData("1_000.5e-10", "Number")]
    [InlineData("0x1F_FF", "Number")]
    [InlineData("0b_01", "Number")]
    [InlineData("0o17", "Number")]
    [InlineData(".5", "Number")]
    [InlineData("$12", "Parameter")]
    [InlineData("@name", "Parameter")]
    [InlineData(":name", "Parameter")]
    [InlineData(":'name'", "Parameter")]
    [InlineData("{0}", "Parameter")]
    [InlineData("${schema}", "Parameter")]
    [InlineData("@>", "Operator")]
    [InlineData("<@", "Operator")]
    [InlineData("~-", "Operator")]
    [InlineData("\\set x 1", "MetaCommand")]
    [InlineData("\\;", "Semicolon")]
    [InlineData("'no end", "Unterminated")]
    [InlineData("\"no end", "Unterminated")]
    [InlineData("/* no /* end */", "Unterminated")]
    [InlineData("$tag$ no end $other$", "Unterminated")]
    [InlineData("\\", "MetaCommand")]
    [InlineData("$", "Unknown")]
    [InlineData("}", "Unknown")]
    public void OneToken_IsReadWhole(string sql, string kind) => Assert.Equal([(kind, sql)], Tokens(sql));

    [Theory]
    [InlineData("a::int", "a|::|int")]
    [InlineData("a:=1", "a|:=|1")]
    [InlineData("x[1:2]", "x|[|1|:|2|]")]
    [InlineData("1..10", "1|..|10")]
    [InlineData("1e", "1|e")]
    [InlineData("0x", "0|x")]
    [InlineData("a.b", "a|.|b")]
    [InlineData("fooe'x'", "fooe|'x'")]
    [InlineData("a$b$c", "a$b$c")]
    [InlineData("1=-1", "1|=|-|1")]
    [InlineData("1+-+1", "1|+|-|+|1")]
    [InlineData("a@-1", "a|@-|1")]
    [InlineData("a*/* c */b", "a|*|/* c */|b")]
    [InlineData("a<--c", "a|<|--c")]
    [InlineData("'a' 'b'", "'a'|'b'")]
    [InlineData("'a' -- c\n'b'", "'a' -- c\n'b'")]
    [InlineData("E'a\\\\'b", "E'a\\\\'|b")]
    [InlineData("a--\r\nb", "a|--|b")]
    [InlineData("\\set x 1 \\\\ b", "\\set x 1 \\\\|b")]
    [InlineData("$1.a", "$1|.|a")]
    [InlineData("\uFEFFa", "a")]
    public void TokensAreCutWherePostgreSqlCutsThem(string sql, string expected) =>
        Assert.Equal(expected, string.Join("|", Tokens(sql).Select(token => token.Text)));

    [Theory]
    [InlineData("Create", Keyword.Create)]
    [InlineData("CURRENT_TIMESTAMP", Keyword.Current_Timestamp)]
    [InlineData("none", Keyword.None_)]
    [InlineData("\"create\"", Keyword.None)]
    [InlineData("creates", Keyword.None)]
    [InlineData("a_name_that_is_longer_than_every_keyword", Keyword.None)]
    public void Keyword_IsFoundInAnyCaseButNotInQuotes(string sql, object keyword) =>
        Assert.Equal(keyword, new SqlLexer(sql).Next().Keyword);

    [Fact]
    public void EveryKeyword_IsFound()
    {
        foreach (var keyword in Enum.GetValues<Keyword>().Where(keyword => keyword != Keyword.None))
            Assert.Equal(keyword, new SqlLexer(keyword.ToString().TrimEnd('_')).Next().Keyword);
    }

    [Fact]
    public void RangeOfText_IsReadInPlace()
    {
        var lexer = new SqlLexer("DO 'SELECT 1'", 4, 12);
        var first = lexer.Next();
        Assert.Equal((Keyword.Select, 4), (first.Keyword, first.Start));
        Assert.Equal(SqlTokenKind.Number, lexer.Next().Kind);
        Assert.Equal(SqlTokenKind.End, lexer.Next().Kind);
    }

    private static List<(string Kind, string Text)> Tokens(string sql)
    {
        var lexer = new SqlLexer(sql);
        var tokens = new List<(string, string)>();
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
            tokens.Add((token.Kind.ToString(), sql[token.Start..token.End]));
        return tokens;
    }
}
