namespace PhasedMigrations.Tests.Operations;

public sealed class PhasedMigrationBuilderTests
{
    [Theory]
    [InlineData("price = price * 100")]
    [InlineData("\"Price\" = 1, total = coalesce(\"total\", 0)")]
    [InlineData("PRICE = price + 1")]
    public void InPlaceBackfillWithoutWhere_IsRefused(string set)
    {
        var error = Assert.Throws<InvalidDefinitionException>(() => new PhasedMigrationBuilder().Backfill("items", set));

        Assert.Contains("from itself", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cents = price * 100", null)]
    [InlineData("email = lower(email)", "email <> lower(email)")]
    [InlineData("note = 'note'", null)]
    [InlineData("\"Note\" = note", null)]
    [InlineData("a = f(b, c), d = 'x, d = y' -- d", null)]
    public void BackfillThatCanBeRepeated_IsAccepted(string set, string? where) =>
        Assert.Single(new PhasedMigrationBuilder().Backfill("items", set, where).Build().Operations);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a =")]
    [InlineData("a = 1,")]
    [InlineData("(a, b) = (1, 2)")]
    [InlineData("a = (1")]
    [InlineData("a = 'open")]
    [InlineData("a = 1; DROP TABLE items")]
    [InlineData("a = 1 /* open")]
    public void SetClauseThatIsNone_IsRefused(string set) =>
        Assert.Throws<InvalidDefinitionException>(() => new PhasedMigrationBuilder().Backfill("items", set));

    [Fact]
    public void NoOperation_IsRefused() => Assert.Throws<InvalidDefinitionException>(() => new PhasedMigrationBuilder().Build());
}
