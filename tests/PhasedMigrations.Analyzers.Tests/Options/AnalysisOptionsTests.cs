using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.Model;
using PhasedMigrations.Options;

namespace PhasedMigrations.Analyzers.Tests.Options;

public sealed class AnalysisOptionsTests
{
    private const string Index = """migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "id")""";
    private const string Finding = "{|PHM2001:" + Index + "|}";

    [Theory]
    [InlineData("20250101000000_AddThings", false)]
    [InlineData("20250101000000", false)]
    [InlineData("20260101000000_Later", false)]
    [InlineData("20241231000000_Earlier", true)]
    [InlineData("2026", false)]
    [InlineData("V3", true)]
    [InlineData("300", true)]
    [InlineData("", true)]
    public Task StartAfter_SilencesWhatHasRun(string startAfter, bool triggers) => new MigrationTest()
        .Configured($"phased_migrations.start_after = {startAfter}")
        .With("/0/AddThings.cs", MigrationTest.Migration(
            $"{(triggers ? Finding : Index)};", attributes: """[Migration("20250101000000_AddThings")]"""))
        .VerifyAsync();

    [Fact]
    public Task StartAfter_TakesTheIdFromTheDesignerPart() => new MigrationTest()
        .Configured("phased_migrations.start_after = 20250101000000_AddThings")
        .With("/0/AddThings.cs", MigrationTest.Migration($"{Index};"))
        .With("/0/AddThings.Designer.cs",
            """[Microsoft.EntityFrameworkCore.Migrations.MigrationAttribute("20250101000000_AddThings")] partial class AddThings;""")
        .VerifyAsync();

    [Fact]
    public Task StartAfter_TakesTheIdFromTheFile() => new MigrationTest()
        .Configured("phased_migrations.start_after = 20250101000000_AddThings")
        .With("/0/20250101000000_AddThings.cs", MigrationTest.Migration($"{Index};"))
        .VerifyAsync();

    [Theory]
    [InlineData("orders", false)]
    [InlineData("countries , orders,", false)]
    [InlineData("public.orders", true)]
    [InlineData("countries", true)]
    [InlineData(",,", true)]
    public Task SmallTables_AreSilent(string tables, bool triggers) => new MigrationTest()
        .Configured($"phased_migrations.small_tables = {tables}")
        .With("/0/AddThings.cs", MigrationTest.Migration($"{(triggers ? Finding : Index)};"))
        .VerifyAsync();

    [Fact]
    public Task SmallTables_MayBeQualified() => new MigrationTest()
        .Configured("phased_migrations.small_tables = sales.orders")
        .With("/0/AddThings.cs", MigrationTest.Migration(
            """migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "id", schema: "sales");"""))
        .VerifyAsync();

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    public Task AnalyzeDown_ReadsDownToo(string value, bool triggers) => new MigrationTest()
        .Configured($"phased_migrations.analyze_down = {value}")
        .With("/0/AddThings.cs", MigrationTest.Migration("", members:
            $$"""protected override void Down(MigrationBuilder migrationBuilder) { {{(triggers ? Finding : Index)}}; }"""))
        .VerifyAsync();

    [Fact]
    public Task Down_IsNotReadByDefault() => MigrationTest.VerifyUpAsync("", members:
        $$"""protected override void Down(MigrationBuilder migrationBuilder) { {{Index}}; }""");

    [Fact]
    public Task GlobalConfiguration_Works() => new MigrationTest()
        .ConfiguredGlobally("phased_migrations.small_tables = orders")
        .With("/0/AddThings.cs", MigrationTest.Migration($"{Index};"))
        .VerifyAsync();

    [Theory]
    [InlineData("14", 14)]
    [InlineData("18", 18)]
    [InlineData(" 16 ", 16)]
    [InlineData("9", 14)]
    [InlineData("99", 14)]
    [InlineData("-16", 14)]
    [InlineData("16.4", 14)]
    [InlineData("latest", 14)]
    [InlineData("99999999999999", 14)]
    public void PostgreSqlVersion_FallsBackToTheOldest(string value, int version) =>
        Assert.Equal(version, AnalysisOptions.From(new Settings(("phased_migrations.postgresql_version", value))).PostgreSqlVersion);

    [Fact]
    public void NoSettings_GiveTheDefaults()
    {
        var options = AnalysisOptions.From(new Settings());

        Assert.Equal(14, options.PostgreSqlVersion);
        Assert.Null(options.StartAfter);
        Assert.Empty(options.SmallTables);
        Assert.False(options.AnalyzeDown);
        Assert.Null(options.Dialect);
        Assert.False(options.IsSmall(new TableName(null, "orders")));
    }

    private sealed class Settings(params (string Key, string Value)[] values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = values.FirstOrDefault(setting => setting.Key == key).Value;
            return value is not null;
        }
    }
}
