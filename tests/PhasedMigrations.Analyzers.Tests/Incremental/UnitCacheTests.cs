namespace PhasedMigrations.Analyzers.Tests.Incremental;

/// <summary>Editing one migration does not read the others again, and what is not read again is still right.</summary>
public sealed class UnitCacheTests
{
    private const string Index = """migrationBuilder.CreateIndex("IX", "orders", "id");""";
    private const string Require = """migrationBuilder.AlterColumn<string>("c", "orders", "text", defaultValue: "", oldNullable: true);""";

    private static Project FiveMigrations() => new Project()
        .With("/ShopContext.cs", "public class ShopContext { public int Id { get; set; } public string Name; }")
        .WithMigration("A", "20250101000000", """migrationBuilder.CreateTable("orders", table => new { Id = table.Column<int>(), c = table.Column<string>() }, constraints: table => table.PrimaryKey("PK", x => x.Id));""")
        .WithMigration("B", "20250102000000", Index)
        .WithMigration("C", "20250103000000", Index)
        .WithMigration("D", "20250104000000", "Helper(migrationBuilder);", members: """private static void Helper(MigrationBuilder builder) => builder.CreateIndex("IX", "orders", "id");""")
        .WithMigration("E", "20250105000000", Require);

    [Fact]
    public async Task EditedMigration_IsReadAlone()
    {
        var project = FiveMigrations();
        Assert.Equal(3, (await project.AnalyzeAsync()).Length);
        Assert.Equal(5, project.Reads);

        project.WithMigration("C", "20250103000000", Index + """migrationBuilder.AlterColumn<string>("c", "orders", "text", nullable: true);""");
        var findings = await project.AnalyzeAsync();

        Assert.Equal(6, project.Reads);
        Assert.Equal(4, findings.Length);
        Assert.Equal(await project.AnalyzeAfreshAsync(), findings);
    }

    [Fact]
    public async Task UnchangedProject_IsNotReadAgain()
    {
        var project = FiveMigrations();
        var first = await project.AnalyzeAsync();

        Assert.Equal(first, await project.AnalyzeAsync());
        Assert.Equal(5, project.Reads);
    }

    /// <summary>Each other file gives something in the migration a meaning, and then another one.</summary>
    [Theory]
    [InlineData("Make(Tables.Orders);", "public static class Tables { public const string Orders = \"a\"; }", "public static class Tables { public const string Orders = \"b\"; }")]
    [InlineData("Make(Tables.Orders);", "public static class Tables { public static readonly string Orders = \"a\"; }", "public static class Tables { public static readonly string Orders = \"b\"; }")]
    [InlineData("Make(Name);", "public abstract class Base : Microsoft.EntityFrameworkCore.Migrations.Migration { protected const string Name = \"a\"; }", "public abstract class Base : Microsoft.EntityFrameworkCore.Migrations.Migration { protected const string Name = \"b\"; }", "", "Base")]
    [InlineData("migrationBuilder.AddIndex();", Extension, "")]
    [InlineData("migrationBuilder.AddIndex();", "", Extension)]
    [InlineData("Make(nameof(Shop.Order));", "namespace Shop { public class Order; }", "namespace Shop { public class Other; }")]
    [InlineData("Make(Orders);", "public static class Tables { public const string Orders = \"a\"; }", "public static class Tables { public const string Orders = \"b\"; }", "using static Tables;")]
    [InlineData("Make(T.Orders);", "public static class Tables { public const string Orders = \"a\"; }", "public static class Tables { public const string Orders = \"b\"; }", "using T = Tables;")]
    [InlineData("Make(T.Orders);", "global using T = First; public static class First { public const string Orders = \"a\"; } public static class Second { public const string Orders = \"b\"; }", "global using T = Second; public static class First { public const string Orders = \"a\"; } public static class Second { public const string Orders = \"b\"; }")]
    [InlineData("Make(Path.PathSeparator == ':' ? \"a\" : \"b\");", "", "namespace Shop.Migrations { public static class Path { public const char PathSeparator = 'x'; } }", "using System.IO;")]
    [InlineData("foreach (var name in Names.All) Make(name);", "public static class Names { public static readonly string[] All = { \"a\" }; }", "public static class Names { public static readonly string[] All = { \"a\", \"b\" }; }")]
    [InlineData("Make(Inner);", "namespace Shop.Migrations { public partial class A { private const string Inner = \"a\"; } }", "namespace Shop.Migrations { public partial class A { private const string Inner = \"b\"; } }")]
    public async Task ChangeOfWhatAFileDependsOn_ReadsItAgain(string up, string before, string after, string usings = "", string baseType = "Migration")
    {
        const string Members = """private static void Make(MigrationBuilder builder, string table) => builder.CreateIndex("IX_" + table, table, "id");""";
        var project = new Project()
            .With("/Other.cs", before)
            .With("/ShopContext.cs", "public class ShopContext;")
            .WithMigration("A", "20250101000000", up.Replace("Make(", "Make(migrationBuilder, ", StringComparison.Ordinal), usings, Members, baseType);
        var first = await project.AnalyzeAsync();
        var reads = project.Reads;

        project.With("/Other.cs", after);
        var second = await project.AnalyzeAsync();

        Assert.Equal(await project.AnalyzeAfreshAsync(), second);
        Assert.Equal(reads + 1, project.Reads);
        Assert.True(second.Length > 0 || first.Length > 0, "The migration has no finding.");
    }

    [Theory]
    [InlineData("public class Tables { public string Id; public string id; void Up() { } }")]
    [InlineData("namespace Shop.Entities; public class Order { public int Id { get; set; } }")]
    public async Task ChangeOfAnythingElse_ReadsNothingAgain(string other)
    {
        var project = FiveMigrations();
        var first = await project.AnalyzeAsync();

        Assert.Equal(first, await project.With("/Other.cs", other).AnalyzeAsync());
        Assert.Equal(5, project.Reads);
    }

    private const string Extension =
        """
        using Microsoft.EntityFrameworkCore.Migrations;
        namespace Shop.Migrations { public static class Extensions { public static void AddIndex(this MigrationBuilder builder) => builder.CreateIndex("IX", "a", "id"); } }
        """;
}
