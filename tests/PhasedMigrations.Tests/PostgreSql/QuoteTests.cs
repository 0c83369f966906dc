using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Tests.PostgreSql;

public sealed class QuoteTests
{
    [Fact]
    public void Identifier_DoublesQuotes() => Assert.Equal("\"a\"\"b\"", Quote.Identifier("a\"b"));

    [Theory]
    [InlineData("it's", "'it''s'")]
    [InlineData(@"a\'b", @"E'a\\''b'")]
    [InlineData(null, "NULL")]
    public void Literal_MeansTheSameUnderEverySetting(string? value, string expected) => Assert.Equal(expected, Quote.Literal(value));

    [Fact]
    public void Dollar_PicksATagThatTheTextDoesNotHold() => Assert.Equal("$do1$a $do$ b$do1$", Quote.Dollar("a $do$ b", "do"));

    [Fact]
    public void LongNames_FitAndStayApart()
    {
        var table = new string('t', 60);

        var names = new[] { ObjectNames.NotNullCheck(table, "a"), ObjectNames.NotNullCheck(table, "b") };

        Assert.All(names, name => Assert.InRange(name.Length, 50, 63));
        Assert.NotEqual(names[0], names[1]);
    }
}
