using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Tests.PostgreSql;

public sealed class ConstantExpressionTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1.5")]
    [InlineData("1e-3")]
    [InlineData("'free'")]
    [InlineData("E'it\\'s'")]
    [InlineData("TRUE")]
    [InlineData("false::boolean")]
    [InlineData("'{}'::text[]")]
    [InlineData("'1'::character varying(20)::text")]
    [InlineData("'x'::shop.\"Status\"")]
    public void Literal_IsConstant(string expression) => Assert.True(ConstantExpression.IsLiteral(expression));

    [Theory]
    [InlineData("now()")]
    [InlineData("legacy")]
    [InlineData("'a' || 'b'")]
    [InlineData("1 + 1")]
    [InlineData("'a'::text || name")]
    [InlineData("NULL")]
    [InlineData("'2020-01-01'::timestamp AT TIME ZONE zone")]
    [InlineData("CURRENT_TIMESTAMP")]
    public void AnythingElse_IsNot(string expression) => Assert.False(ConstantExpression.IsLiteral(expression));
}
