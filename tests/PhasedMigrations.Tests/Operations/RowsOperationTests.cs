using PhasedMigrations.Operations;

namespace PhasedMigrations.Tests.Operations;

/// <summary>Rows that are deleted or copied: what is refused before any server sees it, and how it is stored.</summary>
public sealed class RowsOperationTests
{
    // These are in databases: whatever becomes of the code, they stay.
    [Fact]
    public void StoredForm() => Assert.Equal(
        """{"formatVersion":1,"operations":[{"operation":"deleteRows","where":"a < 3","archiveInto":"archive","archiveSchema":"old","table":"users","schema":"shop"},"""
        + """{"operation":"copyRows","to":"names","toSchema":"people","set":"user_id = id","key":["user_id"],"where":"a > 0","table":"users"}]}""",
        DefinitionJson.Write(new PhasedMigrationBuilder()
            .DeleteRows("users", "a < 3", "archive", "shop", "old")
            .CopyRows("users", "names", "user_id = id", "user_id", "a > 0", toSchema: "people")
            .Build()));

    [Fact]
    public void StoredForm_IsRead()
    {
        const string Json = """{"operations":[{"where":"a","table":"t","operation":"deleteRows"},{"to":"n","set":"i = id","key":["i"],"table":"t","operation":"copyRows"}],"formatVersion":1}""";

        var definition = DefinitionJson.Read("m", Json);

        Assert.Equal("a", Assert.IsType<DeleteRowsOperation>(definition.Operations[0]).Where);
        Assert.Equal(["i"], Assert.IsType<CopyRowsOperation>(definition.Operations[1]).Key);
    }

    [Theory]
    [InlineData("orders", " ", null, "where is empty")]
    [InlineData("orders", "-- all", null, "where holds no SQL expression")]
    [InlineData("orders", "a < 3; DROP TABLE orders", null, "semicolon")]
    [InlineData("orders", "a < 3", "", "archiveInto is empty")]
    [InlineData("orders", "a < 3", "orders", "into orders itself")]
    public void DeleteRows_IsRefused(string table, string where, string? archiveInto, string reason)
    {
        var error = Assert.Throws<InvalidDefinitionException>(() => new PhasedMigrationBuilder().DeleteRows(table, where, archiveInto));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users", "id = id", "id", "into users itself")]
    [InlineData("names", "", "id", "set is empty")]
    [InlineData("names", "id = id, name = DEFAULT", "id", "leave the column out")]
    [InlineData("names", "id = id, name = a, name = b", "id", "assigns name twice")]
    [InlineData("names", "name = a", "id", "key column id of names must be set to a plain column")]
    [InlineData("names", "id = id + 1", "id", "key column id of names must be set to a plain column")]
    public void CopyRows_IsRefused(string to, string set, string key, string reason)
    {
        var error = Assert.Throws<InvalidDefinitionException>(() => new PhasedMigrationBuilder().CopyRows("users", to, set, key));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
