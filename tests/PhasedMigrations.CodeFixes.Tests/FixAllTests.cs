using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.CodeFixes.Tests;

/// <summary>Fix-all over several migrations and projects, in an editor and from the command line.</summary>
public sealed class FixAllTests
{
    private const string FirstPath = "/0/Migrations/20260101000000_First.cs";
    private const string SecondPath = "/0/Migrations/20260102000000_Second.cs";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FixAllScope.Document, 1, 0)]
    [InlineData(FixAllScope.Project, 2, 0)]
    [InlineData(FixAllScope.Solution, 2, 2)]
    public async Task Scope_DecidesWhichMigrationsAreFixed(FixAllScope scope, int inFirstProject, int inSecondProject)
    {
        var project = MigrationProject.Create(Sources(), projects: 2);

        foreach (var (kind, mark) in new[] { (FixKind.Phased, "migrationBuilder.Phased("), (FixKind.Plain, "NOT VALID") })
        {
            var changed = await project.FixAllAsync(kind, scope, Cancellation);

            Assert.Equal(
                (inFirstProject, inSecondProject),
                (await CountAsync(changed, 0, mark), await CountAsync(changed, 1, mark)));
            await changed.CompileAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Editor_GetsADocumentForEachFollowUp()
    {
        var changed = await MigrationProject.Create(Sources()).FixAllAsync(FixKind.Plain, FixAllScope.Solution, Cancellation);

        Assert.Equal(
            [
                "/0/Migrations/20260101000000_First.cs",
                "/0/Migrations/20260101000000_First_Concurrently.cs",
                "/0/Migrations/20260101000000_First_Validate.cs",
                "/0/Migrations/20260102000000_Second.cs",
                "/0/Migrations/20260102000000_Second_Validate.cs",
                "/0/ShopContext.cs",
            ],
            (await changed.TextsAsync(0, Cancellation)).Keys);
    }

    [Fact]
    public async Task CommandLine_GetsFollowUpsInTheSameFile()
    {
        var changed = await MigrationProject.Create(Sources(), WorkspaceKind.MSBuild, withRuntime: false)
            .FixAllAsync(kind: null, FixAllScope.Solution, Cancellation);

        var texts = await changed.TextsAsync(0, Cancellation);
        Assert.Equal([FirstPath, SecondPath, "/0/ShopContext.cs"], texts.Keys);
        Assert.Equal(
            """"
            using Microsoft.EntityFrameworkCore.Infrastructure;
            using Microsoft.EntityFrameworkCore.Migrations;
            using Store;

            namespace Shop.Migrations
            {
                [DbContext(typeof(ShopContext))]
                [Migration("20260101000000_First")]
                public partial class First : Migration
                {
                    protected override void Up(MigrationBuilder migrationBuilder)
                    {
                        migrationBuilder.Sql(
                            """
                            ALTER TABLE "orders"
                                ADD CONSTRAINT "FK_b" FOREIGN KEY ("b_id")
                                REFERENCES "b" NOT VALID;
                            """);
                    }
                }

                [DbContext(typeof(ShopContext))]
                [Migration("20260101000000_First_Concurrently")]
                public partial class FirstConcurrently : Migration
                {
                    protected override void Up(MigrationBuilder migrationBuilder)
                    {
                        migrationBuilder.CreateIndex(name: "IX_b", table: "orders", column: "b_id")
                            .Annotation("Npgsql:CreatedConcurrently", true);
                    }

                    protected override void Down(MigrationBuilder migrationBuilder)
                    {
                        migrationBuilder.DropIndex(name: "IX_b", table: "orders");
                    }
                }

                [DbContext(typeof(ShopContext))]
                [Migration("20260101000000_First_Validate")]
                public partial class FirstValidate : Migration
                {
                    protected override void Up(MigrationBuilder migrationBuilder)
                    {
                        migrationBuilder.Sql("""ALTER TABLE "orders" VALIDATE CONSTRAINT "FK_b";""");
                    }

                    protected override void Down(MigrationBuilder migrationBuilder)
                    {
                        // A validated constraint needs no way back: the migration that added it drops it.
                    }
                }
            }

            """",
            texts[FirstPath].ToString());
        await changed.CompileAsync(Cancellation);
    }

    [Fact]
    public async Task CommandLine_TakesTheBestFixOfEachCall()
    {
        var project = MigrationProject.Create(
            MigrationSource.Scaffolded(
                """
                migrationBuilder.CreateIndex(name: "IX_a", table: "orders", column: "a")
                    .Annotation("My:Own", 1);

                migrationBuilder.AddForeignKey(name: "FK_b", table: "orders", column: "b_id", principalTable: "b");
                """),
            WorkspaceKind.MSBuild);

        var changed = await project.FixAllAsync(FixKind.Plain, FixAllScope.Solution, Cancellation);

        var text = (await changed.TextsAsync(0, Cancellation))[$"/0/Migrations/{MigrationSource.Id}.cs"].ToString();
        Assert.Contains("Npgsql:CreatedConcurrently", text, StringComparison.Ordinal);
        Assert.Contains(".AddForeignKey(name: \"FK_b\"", text, StringComparison.Ordinal);
        Assert.Null(await changed.FixFirstAsync(FixKind.Plain, Cancellation));
    }

    [Fact]
    public async Task FixingOneByOne_GivesTheTextOfFixAll()
    {
        foreach (var kind in new[] { FixKind.Phased, FixKind.Plain })
        {
            var all = await MigrationProject.Create(Sources()).FixAllAsync(kind, FixAllScope.Solution, Cancellation);
            var one = MigrationProject.Create(Sources());
            while (await one.FixFirstAsync(kind, Cancellation) is { } next)
                one = next;

            Assert.Equal(await PrintedAsync(all), await PrintedAsync(one));
        }
    }

    [Theory]
    [InlineData(WorkspaceKind.Host)]
    [InlineData(WorkspaceKind.MSBuild)]
    public async Task RuleAfterRule_FixesEverythingInAnyOrder(string workspace)
    {
        foreach (var order in Orders(["PHM1001", "PHM1007", "PHM2001", "PHM3001"]))
        {
            foreach (var kind in new[] { FixKind.Phased, FixKind.Plain })
            {
                var project = MigrationProject.Create(Live.LiveCase.Everything.Source, workspace, withRuntime: kind == FixKind.Phased);
                foreach (var id in order)
                {
                    var changed = await project.FixAllAsync(kind, FixAllScope.Solution, Cancellation, [id]);
                    Assert.False(ReferenceEquals(project, changed), $"{kind}: {id} of {string.Join(", ", order)} was not fixed.");
                    project = changed;
                }

                Assert.Null(await project.FixFirstAsync(kind, Cancellation));
                await project.CompileAsync(Cancellation);
            }
        }
    }

    [Theory]
    [InlineData(WorkspaceKind.Host)]
    [InlineData(WorkspaceKind.MSBuild)]
    public async Task RawSql_IsFixedRuleAfterRuleInAnyOrder(string workspace)
    {
        var source = MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(@"
                COMMENT ON TABLE users IS 'ours';
                CREATE INDEX CONCURRENTLY ix_a ON orders (a);
                ALTER TABLE orders ADD CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES b;
                ALTER TABLE lines ADD CONSTRAINT ck_c CHECK (c > 0) NOT VALID;
                ALTER TABLE lines VALIDATE CONSTRAINT ck_c;
                CREATE INDEX ix_d ON lines (d);");

            migrationBuilder.Sql("CREATE INDEX ix_e ON users (e); ALTER TABLE users ALTER f SET NOT NULL");
            """");
        foreach (var order in Orders(["PHM1007", "PHM2001", "PHM2004", "PHM3001", "PHM3006"]).Where((_, index) => index % 5 == 0))
        {
            var project = MigrationProject.Create(source, workspace, withRuntime: false);
            foreach (var id in order)
                project = await project.FixAllAsync(FixKind.Plain, FixAllScope.Solution, Cancellation, [id]);

            var texts = string.Concat((await project.TextsAsync(0, Cancellation)).Values);
            Assert.True(await project.FixFirstAsync(FixKind.Plain, Cancellation) is null, $"{string.Join(", ", order)} left something:\n{texts}");
            await project.CompileAsync(Cancellation);
            Assert.Equal(3, texts.Split("CREATE INDEX CONCURRENTLY").Length - 1);
            Assert.Equal(3, texts.Split("VALIDATE CONSTRAINT").Length - 1);
        }
    }

    private static IEnumerable<string[]> Orders(string[] ids) => ids.Length == 0
        ? [[]]
        : ids.SelectMany(first => Orders([.. ids.Where(id => id != first)]).Select(rest => (string[])[first, .. rest]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ByteOrderMark_StaysAsItWas(bool hasMark)
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: hasMark);
        var project = MigrationProject.Create(Sources().Select(source => (source.Path, SourceText.From(source.Text.ToString(), encoding))));

        foreach (var kind in new[] { FixKind.Phased, FixKind.Plain })
        {
            var changed = await project.FixAllAsync(kind, FixAllScope.Solution, Cancellation);

            Assert.All(
                (await changed.TextsAsync(0, Cancellation)).Values,
                text => Assert.Equal(hasMark, text.Encoding!.GetPreamble().Length > 0));
        }
    }

    private static IEnumerable<(string Path, SourceText Text)> Sources()
    {
        yield return (FirstPath, Migration("20260101000000", "First", """
            migrationBuilder.CreateIndex(name: "IX_b", table: "orders", column: "b_id");

                        migrationBuilder.AddForeignKey(name: "FK_b", table: "orders", column: "b_id", principalTable: "b");
            """));
        yield return (SecondPath, Migration("20260102000000", "Second", """
            migrationBuilder.AddForeignKey(name: "FK_c", table: "orders", column: "c_id", principalTable: "c");
            """));
        yield return ("/0/ShopContext.cs", SourceText.From("namespace Store { public class ShopContext : Microsoft.EntityFrameworkCore.DbContext; }"));
    }

    private static SourceText Migration(string time, string name, string up) => SourceText.From($$"""
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;
        using Store;

        namespace Shop.Migrations
        {
            [DbContext(typeof(ShopContext))]
            [Migration("{{time}}_{{name}}")]
            public partial class {{name}} : Migration
            {
                protected override void Up(MigrationBuilder migrationBuilder)
                {
                    {{up}}
                }
            }
        }

        """);

    private static async Task<int> CountAsync(MigrationProject project, int index, string mark) =>
        (await project.TextsAsync(index, Cancellation)).Values.Count(text => text.ToString().Contains(mark, StringComparison.Ordinal));

    private static async Task<string> PrintedAsync(MigrationProject project) =>
        string.Join('\n', (await project.TextsAsync(0, Cancellation)).Select(file => $"{file.Key}\n{file.Value}"));
}
