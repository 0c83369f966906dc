namespace PhasedMigrations.Analyzers.Tests.History;

/// <summary>Merged branches make a column required twice; the second time PostgreSQL has nothing to do.</summary>
public sealed class RequiredAlreadyTests
{
    private const string Require = """b.AlterColumn<string>("c", "t", "text", defaultValue: "", oldNullable: true)""";
    private const string Finding = "{|PHM1008:" + Require + "|}";

    [Theory]
    [InlineData(Finding, "b.AddColumn<int>(\"other\", \"t\", nullable: true)", Require)]
    [InlineData(Finding, "b.AlterColumn<string>(\"c\", \"u\", \"text\", nullable: true)", Require)]
    [InlineData("b.AddColumn<string>(\"c\", \"t\", defaultValue: \"\")", "b.DropTable(\"u\")", Require)]
    [InlineData("b.Phased(\"A\", p => p.SetNotNull(\"t\", \"c\"))", "b.DropTable(\"u\")", Require)]
    [InlineData("b.Phased(\"A\", p => p.AddRequiredColumn(\"t\", \"c\", \"text\", \"''\"))", "b.DropTable(\"u\")", Require)]
    [InlineData("b.Phased(\"A\", p => { p.CreateIndex(\"i\", \"t\", \"c\").SetNotNull(\"t\", \"c\"); })", "b.DropTable(\"u\")", Require)]
    [InlineData("b.Sql(\"ALTER TABLE t {|PHM1007:ALTER COLUMN c SET NOT NULL|}\")", "b.DropTable(\"u\")", Require)]
    public Task ColumnThatIsRequiredAlready_DoesNotTrigger(string first, string second, string third) => VerifyAsync(first, second, third);

    [Theory]
    [InlineData(Finding, "b.AlterColumn<string>(\"c\", \"t\", \"text\", nullable: true)", Finding)]
    [InlineData(Finding, "b.RenameColumn(\"x\", \"t\", \"c\")", Finding)]
    [InlineData(Finding, "b.RenameTable(\"x\", newName: \"t\")", Finding)]
    [InlineData(Finding, "b.DropTable(\"t\"); b.CreateTable(\"t\", t => new { c = t.Column<string>(nullable: true) })", Finding)]
    [InlineData("b.AddColumn<string>(\"c\", \"t\", nullable: true)", "b.DropTable(\"u\")", Finding)]
    [InlineData("{|PHM1008:b.AlterColumn<string>(\"c\", \"u\", \"text\", defaultValue: \"\", oldNullable: true)|}", "b.DropTable(\"v\")", Finding)]
    [InlineData("b.Phased(\"A\", p => p.SetNotNull(\"t\", \"other\"))", "b.DropTable(\"u\")", Finding)]
    [InlineData("b.Sql(\"ALTER TABLE t ALTER COLUMN c DROP NOT NULL\")", "b.DropTable(\"u\")", Finding)]
    public Task ColumnThatMayAcceptNull_Triggers(string first, string second, string third) => VerifyAsync(first, second, third);

    [Fact]
    public Task LaterMigration_ProvesNothing() => VerifyAsync(Finding, "b.DropTable(\"u\")", "b.AddColumn<string>(\"c\", \"t\", defaultValue: \"\")");

    [Fact]
    public Task MigrationOfAnotherContext_ProvesNothing() => VerifyAsync(Finding, "b.DropTable(\"u\")", Finding, thirdContext: "Contexts.Other");

    private static Task VerifyAsync(string first, string second, string third, string thirdContext = "Contexts.Main") => new MigrationTest()
        .With("/0/Contexts.cs", "namespace Contexts; public class Main; public class Other;")
        .With("/0/B.cs", Migration("B", "20250102000000", "Contexts.Main", second))
        .With("/0/A.cs", Migration("A", "20250101000000", "Contexts.Main", first))
        .With("/0/C.cs", Migration("C", "20250103000000", thirdContext, third))
        .VerifyAsync();

    private static string Migration(string name, string timestamp, string context, string up) => $$"""
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;
        using PhasedMigrations;
        namespace Shop;
        [DbContext(typeof({{context}}))]
        [Migration("{{timestamp}}_{{name}}")]
        public class {{name}} : Migration
        {
            protected override void Up(MigrationBuilder b) { {{up}}; }
        }
        """;
}
