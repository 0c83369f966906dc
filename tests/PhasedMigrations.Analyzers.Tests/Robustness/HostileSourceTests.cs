namespace PhasedMigrations.Analyzers.Tests.Robustness;

/// <summary>Code that would make a naive reader run for ever, run out of stack or out of memory.</summary>
public sealed class HostileSourceTests
{
    private const string Index = """b.CreateIndex("IX", "orders", "id");""";

    public static TheoryData<string> Sources => new(
        Migration("Up(b);", ""),
        Migration($"{Index} Loop(b);", "void Loop(MigrationBuilder b) { Loop(b); Loop(b); Loop(b); Loop(b); Loop(b); Loop(b); Loop(b); Loop(b); }"),
        Migration($"Ping(b); {Index}", "void Ping(MigrationBuilder b) => Pong(b); void Pong(MigrationBuilder b) { Ping(b); Ping(b); }"),
        Migration($"System.Action<int> f = null; f = n => f(n - 1); f(3); {Index}", ""),
        Migration($"void L() {{ L(); L(); }} L(); {Index}", ""),
        Migration($"b.CreateIndex(A, A, A); {Index}", "static readonly string A = A + A;"),
        Migration($"b.CreateIndex(A, B, A); {Index}", "static readonly string A = B + B + B; static readonly string B = A + A + A;"),
        Migration($"b.CreateIndex(P, P, P); {Index}", "string P => P + P; string Q() => Q() + Q();"),
        Migration($"{Index} b.CreateIndex(Q(1), Q(2), \"c\");", "string Q(int n) => Q(n + 1) + Q(n - 1);"),
        Migration($"var x = x + x; b.CreateIndex(x, x, x); {Index}", ""),
        Migration($"b.CreateIndex(S63, S63, S63); {Index}", string.Concat(Enumerable.Range(1, 63).Select(i => $"static readonly string S{i} = S{i - 1} + S{i - 1};")) + "static readonly string S0 = \"s\";"),
        Migration($"foreach (var a in N) foreach (var c in N) foreach (var d in N) b.CreateIndex(a + c + d, a, c); {Index}",
            $"static readonly string[] N = {{ {string.Join(", ", Enumerable.Range(0, 250).Select(i => $"\"n{i}\""))} }};"),
        Migration($"foreach (var a in N) b.CreateIndex(a, a, a); {Index}",
            $"static readonly string[] N = {{ {string.Join(", ", Enumerable.Range(0, 20_000).Select(i => $"\"n{i}\""))} }};"),
        Migration($"for (var i = 0; i >= 0; i += 0) b.CreateIndex(\"x\" + i, \"t\", \"c\"); for (;;) {{ }} for (var i = 0; i < 10; ) {{ }} {Index}", ""),
        Migration($"while (true) {{ }} do {{ }} while (true); {Index}", ""),
        Migration($"b.CreateIndex({string.Join(" + ", Enumerable.Repeat("N()", 400))}, \"t\", \"c\"); {Index}", "static string N() => \"n\";"),
        Migration($"b.CreateIndex(\"x\", \"t\", \"c\"){string.Concat(Enumerable.Repeat(".Annotation(\"a\", 1)", 500))}; {Index}", ""),
        Migration(Index + string.Concat(Enumerable.Repeat("if (System.DateTime.Now.Year > 1) { ", 250)) + new string('}', 250), ""),
        Migration("b.CreateIndex(); b.CreateIndex(1, 2, 3); b.AddColumn(); b.AddColumn<int>(name: ); b.CreateTable(null, null); b.Sql(null); b.Annotation(\"x\", 1); b.RenameTable(); " + Index, ""),
        Migration("b.CreateIndex(name: \"a\", name: \"b\", table: \"c\"); b.AddForeignKey(null, null, (string)null, null); b.RenameTable(null); b.DropTable(null); b.AlterColumn<int>(null, null, nullable: default); " + Index, ""),
        "using Microsoft.EntityFrameworkCore.Migrations; class A : B { protected override void Up(MigrationBuilder b) { } } class B : A { } class C : C { protected override void Up(MigrationBuilder b) { } }",
        "using Microsoft.EntityFrameworkCore.Migrations; partial class A : Migration { protected override void Up(MigrationBuilder b) { } } partial class A : Migration { protected override void Up(MigrationBuilder b) { } }",
        "using Microsoft.EntityFrameworkCore.Migrations; class A<T> : Migration where T : A<T> { protected override void Up(MigrationBuilder b) { T x = null; x.Up(b); } }",
        "using Microsoft.EntityFrameworkCore.Migrations; [Migration] [Migration()] [Migration(1 + )] [Microsoft.EntityFrameworkCore.Infrastructure.DbContext(typeof())] class A : Migration { protected override void Up(MigrationBuilder b) }",
        "class Migration { } class A : Migration { void Up(int x) { } override void Up(object b) => b.CreateIndex(); }",
        "using Microsoft.EntityFrameworkCore.Migrations; static class E { public static void X(this MigrationBuilder b) => b.X(); extension(MigrationBuilder b) { void Y() => b.X(); } } class A : Migration { protected override void Up(MigrationBuilder b) { b.X(); b.Y(); } }");

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task HostileSource_IsSurvived(string source)
    {
        var findings = await AnalyzerRun.OverAsync([source]);

        Assert.DoesNotContain(findings, finding => finding.Id == "PHM9004");
        Assert.True(findings.Length > 0 || !source.Contains("\"orders\"", StringComparison.Ordinal), "The index beside the trap was not found.");
    }

    private static string Migration(string up, string members) => $$"""
        using Microsoft.EntityFrameworkCore.Migrations;
        public class A : Migration
        {
            protected override void Up(MigrationBuilder b) { {{up}} }
            {{members}}
        }
        """;
}
