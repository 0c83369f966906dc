using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Analyzers.Tests.Incremental;

/// <summary>
/// Designer files and snapshots are fifty times the size of their migrations: no member of one is ever bound. What the compiler has
/// bound of a file is looked up in the file's one semantic model.
/// </summary>
public sealed class DesignerFileTests
{
    [Fact]
    public void NoMemberOfADesignerFileOrSnapshot_IsBound()
    {
        var token = TestContext.Current.CancellationToken;
        var compilation = WithSharedModels(CSharpCompilation.Create(
            "Shop",
            [
                Tree("/20250101000000_A.cs", Migration("A", """migrationBuilder.CreateIndex("IX", "orders", "id"); Hidden(migrationBuilder);""")),
                Tree("/20250101000000_A.Designer.cs", Designer("A", "20250101000000")),
                Tree("/20250102000000_B.cs", Migration("B", """var table = "orders"; migrationBuilder.AlterColumn<string>("c", table, "text", oldNullable: true);""")),
                Tree("/20250102000000_B.Designer.cs", Designer("B", "20250102000000")),
                Tree("/20250103000000_C.cs", Migration("C", """migrationBuilder.DropTable("others");""")),
                Tree("/20250103000000_C.Designer.cs", Designer("C", "20250103000000")),
                Tree("/ShopContextModelSnapshot.cs", Snapshot),
            ],
            MigrationTest.AllReferences.Where(reference => !Path.GetFileName(reference.Display)!.StartsWith("xunit", StringComparison.Ordinal)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)));
        var findings = new List<Diagnostic>();
        var frontEnds = new Lazy<IReadOnlyList<FrontEnd>>(() => FrontEnd.ReferredBy(compilation, []));
        var migrations = new MigrationAnalysis(compilation, frontEnds, new ConfigurationCheck(), [], new AnalysisCaches());
        var sqlStrings = new SqlStringAnalysis(compilation, new(() => SqlStringFrontEnd.Find(compilation)), frontEnds, new ConfigurationCheck());

        foreach (var model in compilation.SyntaxTrees.Select(tree => compilation.GetSemanticModel(tree)))
        {
#pragma warning disable CS0618 // The driver forgets its models before anybody can look at them.
            var context = new SemanticModelAnalysisContext(model, new AnalyzerOptions([]), findings.Add, _ => true, token);
#pragma warning restore CS0618
            migrations.AnalyzeFile(context);
            sqlStrings.AnalyzeFile(context);
        }

        Assert.Equal(["PHM1007", "PHM2001"], findings.Select(finding => finding.Id).Order());
        Assert.Equal(
            [
                ("/20250101000000_A.cs", 1),
                ("/20250101000000_A.Designer.cs", 0),
                ("/20250102000000_B.cs", 1),
                ("/20250102000000_B.Designer.cs", 0),
                // It stands as scaffolded, so its syntax says everything.
                ("/20250103000000_C.cs", 0),
                ("/20250103000000_C.Designer.cs", 0),
                ("/ShopContextModelSnapshot.cs", 0),
            ],
            compilation.SyntaxTrees.Select(tree => (tree.FilePath, BoundMembers(compilation.GetSemanticModel(tree)))));
    }

    private static SyntaxTree Tree(string path, string source) =>
        CSharpSyntaxTree.ParseText(source, path: path, cancellationToken: TestContext.Current.CancellationToken);

    private static string Migration(string name, string up) => $$"""
        using Microsoft.EntityFrameworkCore.Migrations;
        namespace Shop.Migrations;
        public partial class {{name}} : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder) { {{up}} }
        }
        """;

    /// <summary>It also holds a helper of the migration, which a reader that binds everything would follow.</summary>
    private static string Designer(string name, string timestamp) => $$"""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;
        namespace Shop.Migrations;
        [DbContext(typeof(ShopContext))]
        [Migration("{{timestamp}}_{{name}}")]
        partial class {{name}}
        {
            private static void Hidden(MigrationBuilder migrationBuilder) => migrationBuilder.CreateIndex("IX_hidden", "orders", "id");

            protected override void BuildTargetModel(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity("Shop.Order", b =>
                {
                    b.Property<string>("c").HasColumnType("text");
                    b.ToTable("orders");
                });
            }
        }
        public class ShopContext{{name}};
        """;

    private const string Snapshot = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        namespace Shop.Migrations;
        [DbContext(typeof(ShopContext))]
        partial class ShopContextModelSnapshot : ModelSnapshot
        {
            protected override void BuildModel(ModelBuilder modelBuilder) => modelBuilder.HasAnnotation("ProductVersion", "10.0.0");
        }
        """;

    /// <summary>A compilation that hands out one semantic model a file, as the analyzer driver's does, and keeps it.</summary>
    private static Compilation WithSharedModels(Compilation compilation)
    {
        var provider = Activator.CreateInstance(typeof(Compilation).Assembly.GetType("Microsoft.CodeAnalysis.Diagnostics.CachingSemanticModelProvider", throwOnError: true)!)!;
        var with = typeof(Compilation).GetMethod("WithSemanticModelProvider", BindingFlags.Instance | BindingFlags.NonPublic)!;
        return (Compilation)with.Invoke(compilation, [provider])!;
    }

    private static int BoundMembers(SemanticModel model)
    {
        for (var type = model.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetField("_memberModels", BindingFlags.Instance | BindingFlags.NonPublic) is { } members)
                return Assert.IsType<ICollection>(members.GetValue(model), exactMatch: false).Count;
        }

        throw new InvalidOperationException($"{model.GetType()} keeps the members that it has bound elsewhere.");
    }
}
