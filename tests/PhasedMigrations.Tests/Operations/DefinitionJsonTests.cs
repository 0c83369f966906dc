using PhasedMigrations.Operations;

namespace PhasedMigrations.Tests.Operations;

public sealed class DefinitionJsonTests
{
    [Fact]
    public void EveryOperation_ComesBackAsItWas()
    {
        var definition = new PhasedMigrationBuilder()
            .Backfill("users", "a = 1", "a IS NULL", "shop")
            .AddRequiredColumn("users", "b", "text", "'x'", "shop", "'y'", "C", "it's \"b\"")
            .SetNotNull("users", "a", "shop")
            .CreateIndex("ix", "users", ["a", "b"], descending: [], include: ["c"], nullsDistinct: false, nullSortOrder: [NullSortOrder.NullsLast])
            .AddForeignKey("fk", "users", "a", "teams", onDelete: ForeignKeyAction.SetNull)
            .AddForeignKey("later", "users", "a", "teams", deferral: ForeignKeyDeferral.InitiallyDeferred)
            .DeleteRows("users", "a < 3", "archive", "shop", "old")
            .CopyRows("users", "names", "user_id = id, name = a", ["user_id"], "a > 0", "shop", "people")
            .Build();

        var json = DefinitionJson.Write(definition);

        Assert.Equal(json, DefinitionJson.Write(DefinitionJson.Read("m", json)));
        Assert.Equal(
            definition.Operations.Select(operation => operation.GetType()),
            DefinitionJson.Read("m", json).Operations.Select(operation => operation.GetType()));
        Assert.Contains("\"onDelete\":\"SetNull\"", json, StringComparison.Ordinal);
        // A definition that was stored before there were deferrable keys is the same still.
        Assert.Equal(1, json.Split("\"deferral\"").Length - 1);
    }

    // jsonb sorts members by length, so the discriminator comes back after shorter names.
    [Fact]
    public void DiscriminatorAfterOtherMembers_IsRead()
    {
        var definition = DefinitionJson.Read(
            "m", """{"operations":[{"table":"users","column":"a","operation":"setNotNull"}],"formatVersion":1}""");

        Assert.Equal("a", Assert.IsType<SetNotNullOperation>(Assert.Single(definition.Operations)).Column);
    }

    [Theory]
    [InlineData("""{"formatVersion":1,"operations":[{"operation":"splitTable","table":"users"}]}""", "splitTable")]
    [InlineData("""{"formatVersion":1,"operations":[{"operation":"setNotNull","table":"users","column":"a","soon":1}]}""", "soon")]
    [InlineData("""{"formatVersion":2,"operations":[]}""", "format version 2")]
    [InlineData("""{"operations":[]}""", "formatVersion")]
    public void StoredByANewerVersion_IsRefusedWithTheReason(string json, string reason)
    {
        var error = Assert.Throws<InvalidDefinitionException>(() => DefinitionJson.Read("Later", json));

        Assert.Contains("'Later'", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
