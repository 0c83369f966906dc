using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Tests.PostgreSql;

public sealed class DoneMarkerTests
{
    [Theory]
    [InlineData("a = 1", "a IS NULL", "a")]
    [InlineData("a = 'x'::text", "a is null", "a")]
    [InlineData("a = b + 1", "a IS NULL", "a")]
    [InlineData("a = coalesce(a, b)", "a IS NULL", "a")]
    [InlineData("\"A\" = 1", "items.\"A\" IS NULL", "A")]
    [InlineData("a = 1", "b > 2 AND (c OR d) AND ((a IS NULL))", "a")]
    [InlineData("price = price * 100, done = true", "NOT done", "done")]
    [InlineData("price = price * 100, done = true", "done = false AND price > 0", "done")]
    [InlineData("price = price * 100, done = true", "done IS NOT TRUE", "done")]
    [InlineData("price = price * 100, open = false", "open", "open")]
    [InlineData("price = price * 100, version = 2", "version < 2", "version")]
    [InlineData("price = price * 100, version = 2", "version <> 2", "version")]
    [InlineData("price = price * 100, unit = 'cent'", "unit IS DISTINCT FROM 'cent'", "unit")]
    [InlineData("price = price * 100, unit = 'cent'", "unit IS NULL", "unit")]
    public void ConditionThatItsOwnAssignmentMakesFalse_IsAMarker(string set, string where, string column) =>
        Assert.Equal(column, DoneMarker.Find(set, where)?.Column);

    [Theory]
    [InlineData("a = 1", null)]
    [InlineData("a = 1", "b IS NULL")]
    [InlineData("a = DEFAULT", "a IS NULL")]
    [InlineData("a = 1", "a IS NULL OR b")]
    [InlineData("a = 1", "NOT (a IS NULL)")]
    [InlineData("a = 1", "a IS NOT NULL")]
    [InlineData("a = 1", "b BETWEEN 1 AND a IS NULL")]
    [InlineData("a = 1", "CASE WHEN b THEN a IS NULL ELSE c END")]
    [InlineData("a = a + 1", "a >= 0")]
    [InlineData("a = a + 1", "a < 2")]
    [InlineData("a = 2", "a < 3")]
    [InlineData("a = 2.5", "a <> 2.5")]
    [InlineData("done = true", "done")]
    [InlineData("done = NOT done", "done")]
    // The mark may be NULL again, and the price would be multiplied once more.
    [InlineData("price = price * 100, mark = b", "mark IS NULL")]
    public void OtherConditions_AreNone(string set, string? where) => Assert.Null(DoneMarker.Find(set, where));

    [Fact]
    public void RowsWhoseValueStaysNull_AreNotPending() =>
        Assert.Equal("(a IS NULL\n) AND (b || 'x'\n) IS DISTINCT FROM NULL", DoneMarker.Find("a = b || 'x'", "a IS NULL")?.Pending);
}
