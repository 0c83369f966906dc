using PhasedMigrations.Readers.SqlFiles;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

public sealed class ScriptPlaceTests
{
    [Theory]
    [InlineData("V1__b.sql", "V1_1__a.sql", "V1.2__c.sql", "V2__a.sql", "V10__a.sql", "R__views.sql")]
    [InlineData("001_z.sql", "0002-y.sql", "3 x.sql", "010.w.sql", "0100_v.sql")]
    [InlineData("1_init.sql", "1.1_more.sql", "1.10_last.sql")]
    [InlineData("001_2fa.sql", "001_3x.sql", "002_1st.sql")]
    [InlineData("20231231235959_z.sql", "20240101000000_a.sql", "20240101000001_a.sql")]
    [InlineData("2023-12-31-z.sql", "2024-01-02-a.sql", "2024-1-10-a.sql")]
    [InlineData("Script0001 - b.sql", "Script0002 - a.sql", "Script10 - a.sql")]
    [InlineData("a.sql", "b.sql", "C.sql")]
    [InlineData("_init/z.sql", "_pre/y.sql", "v0.00/b.sql", "v0.02/a.sql", "v0.10/a.sql", "_draft/a.sql", "_post/b.sql")]
    [InlineData("v1.0/tables/2.sql", "v1.1/1.sql")]
    [InlineData("1.0/9.sql", "1.1/1.sql", "2/1.sql", "10/1.sql")]
    [InlineData("v000000000000000000000000000000000001.0/a.sql", "v999999999999999999999999999999999999.0/a.sql")]
    public void Scripts_StandInTheOrderInWhichTheyRun(params string[] inOrder)
    {
        var places = inOrder.Reverse().Select(file => new ScriptPlace("/db/" + file)).ToList();

        places.Sort();

        Assert.Equal(inOrder.Select(file => "/db/" + file), places.Select(place => place.Path));
        Assert.Single(places.Select(place => place.Folder.Root).Distinct());
    }

    [Theory]
    [InlineData("/db/orders/1.sql", "/db/users/1.sql")]
    [InlineData("/app/v2/db/1.sql", "/app/v3/db/1.sql")]
    [InlineData("/6.1.0/PgSql/Structure/Ods/0010.sql", "/6.1.0/PgSql/Structure/Admin/0010.sql")]
    public void Folders_AreHistoriesOfTheirOwn(string one, string other) =>
        Assert.NotEqual(new ScriptPlace(one).Folder.Root, new ScriptPlace(other).Folder.Root);

    [Theory]
    [InlineData("U1__add.sql", true)]
    [InlineData("0001_add.down.sql", true)]
    [InlineData("0001_add_down.sql", true)]
    [InlineData("0001-add-rollback.sql", true)]
    [InlineData("rollback/0001_add.sql", true)]
    [InlineData("Down/0001_add.sql", true)]
    [InlineData("0001_add.up.sql", false)]
    [InlineData("0001_breakdown.sql", false)]
    [InlineData("0001_down_payments.sql", false)]
    [InlineData("Users.sql", false)]
    [InlineData("U1.sql", false)]
    public void Undo_IsKnownByName(string file, bool isUndo) => Assert.Equal(isUndo, new ScriptPlace("/db/" + file).IsUndo);

    [Theory]
    [InlineData("V1_2__b.sql", "V1_2", true)]
    [InlineData("V1_2__b.sql", "1.2", true)]
    [InlineData("V1_2__b.sql", "V1_2__b.sql", true)]
    [InlineData("V1_2__b.sql", "V1_2__b", true)]
    [InlineData("V1_2__b.sql", "V1_1__z.sql", false)]
    [InlineData("V10__b.sql", "V9", false)]
    [InlineData("R__views.sql", "V99", false)]
    [InlineData("0040-Indexes.sql", "0040", true)]
    [InlineData("0040-Indexes.sql", "0040-Indexes.sql", true)]
    [InlineData("0040-Indexes.sql", "0040-A.sql", false)]
    [InlineData("0041-Indexes.sql", "0040", false)]
    [InlineData("20240131120000_add.sql", "20240131120000_add", true)]
    [InlineData("20240131120000_add.sql", "20240201", false)]
    [InlineData("20240131_add.sql", "20240201", true)]
    [InlineData("V1__b.sql", "20240131120000_AddThings", false)]
    [InlineData("20240131_add.sql", "V3", false)]
    [InlineData("V1__b.sql", "c.sql", false)]
    [InlineData("b.sql", "b", true)]
    [InlineData("b.sql", "a.sql", false)]
    [InlineData("v0.05/2.sql", "v0.05", true)]
    [InlineData("v0.06/1.sql", "v0.05", false)]
    public void StartAfter_NamesAVersionOrAScript(string file, string last, bool hasRun) =>
        Assert.Equal(hasRun, new ScriptPlace("/db/" + file).IsUpTo(last));

    [Fact]
    public void Backslashes_PartFoldersToo() => Assert.Equal(0, new ScriptPlace(@"C:\db\V1__a.sql").CompareTo(new ScriptPlace("C:/db/V1__a.sql")));
}
