using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class NameTests
{
    [Theory]
    [InlineData("Orders", "orders")]
    [InlineData("\"Orders\"", "Orders")]
    [InlineData("\"a\"\"b\"", "a\"b")]
    [InlineData("ÄÖ", "ÄÖ")]
    [InlineData("Db.Shop.Orders", "shop.orders")]
    [InlineData("s.\"select\"", "s.select")]
    [InlineData("s.select", "s.select")]
    [InlineData("U&\"d\\0061t\\+000061\"", "data")]
    [InlineData("U&\"d!0061t!!\" UESCAPE '!'", "dat!")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234", "a23456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("ä2345678901234567890123456789012345678901234567890123456789012ä", "ä2345678901234567890123456789012345678901234567890123456789012")]
    public void Name_IsTheOneThatPostgreSqlStores(string sql, string expected) => Assert.Equal(expected, TableIn($"TRUNCATE {sql}")?.ToString());

    [Theory]
    [InlineData("{0}")]
    [InlineData("$1")]
    [InlineData("@table")]
    [InlineData(":table")]
    [InlineData(":\"table\"")]
    [InlineData("{0}.orders")]
    [InlineData("shop.{name}")]
    [InlineData("${prefix}_orders")]
    [InlineData("orders_{0}_old")]
    [InlineData("\"{table}\"")]
    [InlineData("\"{schema}\".\"orders\"")]
    [InlineData("\"orders_${suffix}\"")]
    public void Placeholder_LeavesTheNameUnknown(string sql) => Assert.Null(TableIn($"TRUNCATE {sql} CASCADE"));

    private static Model.TableName? TableIn(string sql) =>
        Assert.Single(Assert.IsType<TruncateStatement>(Assert.Single(SqlParser.Parse(sql))).Tables);
}
