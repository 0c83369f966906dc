using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;
using PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;

namespace PhasedMigrations.Analyzers.Tests.Robustness;

/// <summary>Code is analysed while it is typed: whatever is missing, doubled or out of place must not stop the analyzer.</summary>
public sealed class MutationTests
{
    private const int MutantsOfEach = 150;

    [Theory]
    [InlineData(Scaffolded, 1)]
    [InlineData(ByHand, 2)]
    [InlineData(Scaffolded, 3)]
    [InlineData(ByHand, 4)]
    [InlineData(FluentSources.ByHand, 5)]
    [InlineData(FluentSources.ByHand, 6)]
    public Task MutatedMigrations_AreSurvived(string source, int seed) => SurviveAsync(source, seed, MigrationTest.AllReferences);

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task MutatedSqlStrings_AreSurvivedAndReportedInside(int seed)
    {
        var findings = await SurviveAsync(SqlStringSources.All, seed, CommandTest.References);

        Assert.All(findings.Where(finding => finding.Location.IsInSource), finding => Assert.True(
            LiesInText(finding.Location.SourceTree!.GetRoot(TestContext.Current.CancellationToken), finding.Location.SourceSpan), finding.ToString()));
    }

    private static async Task<IReadOnlyList<Diagnostic>> SurviveAsync(string source, int seed, IEnumerable<MetadataReference> references)
    {
        var random = new Random(seed);
        var tokens = SyntaxFactory.ParseTokens(source).Select(token => token.ToFullString()).ToArray();
        var mutants = Enumerable.Range(0, MutantsOfEach).Select(i => $"namespace M{i};\n{Mutate(tokens, random)}");

        var findings = await AnalyzerRun.OverAsync(mutants, references: references);

        Assert.DoesNotContain(findings, finding => finding.Id == "PHM9004");
        Assert.Contains(findings, finding => finding.Id == "PHM2001");
        return findings;
    }

    /// <summary>From the inside of a text to the inside of a text, or a whole expression.</summary>
    private static bool LiesInText(SyntaxNode root, TextSpan span) =>
        (IsText(root.FindToken(span.Start), span.Start) && (IsText(root.FindToken(span.End - 1), span.End - 1) || root.FindToken(span.End - 1).Span.End == span.End))
        || root.FindNode(span, getInnermostNodeForTie: true).Span == span;

    private static bool IsText(SyntaxToken token, int position) => token.Span.Contains(position)
        && token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringTextToken;

#pragma warning disable CA5394 // The mutants must be the same in each run.
    private static string Mutate(string[] tokens, Random random)
    {
        var mutant = tokens.ToList();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(mutant.Count);
            switch (random.Next(6))
            {
                case 0:
                    mutant.RemoveAt(at);
                    break;
                case 1:
                    mutant.Insert(at, mutant[at]);
                    break;
                case 2:
                    mutant.Insert(at, tokens[random.Next(tokens.Length)]);
                    break;
                case 3:
                    mutant[at] = tokens[random.Next(tokens.Length)];
                    break;
                case 4 when mutant[at].Length > 1:
                    mutant[at] = mutant[at].Remove(random.Next(mutant[at].Length), 1);
                    break;
                default:
                    mutant.RemoveRange(at, Math.Min(random.Next(1, 12), mutant.Count - at));
                    break;
            }
        }

        if (random.Next(10) == 0)
            mutant.RemoveRange(mutant.Count / 2, mutant.Count - (mutant.Count / 2));
        return new StringBuilder().AppendJoin(' ', mutant).ToString();
    }
#pragma warning restore CA5394

    internal const string Scaffolded = """
        using System;
        using Microsoft.EntityFrameworkCore.Migrations;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        [DbContext(typeof(object))]
        [Migration("20250101000000_AddThings")]
        public partial class AddThings : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                migrationBuilder.EnsureSchema(name: "sales");
                migrationBuilder.CreateTable(
                    name: "orders",
                    schema: "sales",
                    columns: table => new
                    {
                        id = table.Column<int>(type: "integer", nullable: false).Annotation("Npgsql:ValueGenerationStrategy", 4),
                        email = table.Column<string>(type: "text", nullable: true)
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_orders", x => x.id);
                        table.ForeignKey("FK_orders_users", x => x.id, "users", "id", onDelete: ReferentialAction.Cascade);
                    });
                migrationBuilder.AddColumn<string>(name: "c", schema: "sales", table: "users", type: "text", nullable: false, defaultValue: "");
                migrationBuilder.AlterColumn<string>(name: "d", table: "users", type: "text", nullable: false, oldClrType: typeof(string), oldType: "text", oldNullable: true);
                migrationBuilder.CreateIndex(name: "IX_users_c", table: "users", columns: new[] { "c", "d" }, unique: true).Annotation("Npgsql:IndexMethod", "gin");
                migrationBuilder.CreateIndex(name: "IX_users_d", table: "users", column: "d").Annotation("Npgsql:CreatedConcurrently", true);
                migrationBuilder.AddForeignKey(name: "FK", table: "users", column: "d", principalTable: "orders", principalColumn: "id", onDelete: ReferentialAction.Cascade);
                migrationBuilder.RenameTable(name: "users", newName: "people");
                migrationBuilder.DropTable(name: "people");
                migrationBuilder.Sql("CREATE TABLE IF NOT EXISTS audit (id int); UPDATE users SET c = '' WHERE c IS NULL");
            }
            protected override void Down(MigrationBuilder migrationBuilder) { migrationBuilder.DropIndex(name: "IX_users_c", table: "users"); }
        }
        """;

    private const string ByHand = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Migrations;
        public abstract class TableMigration : Migration
        {
            protected abstract string Table { get; }
            protected virtual string Prefix => "IX_";
            protected override void Up(MigrationBuilder builder) { Change(builder, Table); }
            protected virtual void Change(MigrationBuilder builder, string table, int count = 3)
            {
                for (var i = 0; i < count; i++)
                    builder.CreateIndex(Prefix + table + "_" + i, table, "c" + i);
            }
        }
        public class Users : TableMigration
        {
            private static readonly string[] Names = { "a", "b", nameof(Users) };
            private static readonly Dictionary<string, (string Table, string Column)> Keys = new() { ["FK_a"] = ("a", "b_id"), ["FK_b"] = ("b", "a_id") };
            private const string Postgres = "Npgsql.EntityFrameworkCore.PostgreSQL";
            protected override string Table => "users";
            protected override void Up(MigrationBuilder builder)
            {
                if (builder.ActiveProvider is not Postgres or null) return;
                base.Up(builder);
                foreach (var name in Names.ToArray()) builder.AddColumn<int>($"count_{name}", name ?? "none", nullable: false);
                foreach (var (key, (table, column)) in Keys) builder.AddForeignKey(key, table, column, "users");
                new List<string> { "x", "y" }.ForEach(t => Local(t, false));
                Action<string, int> later = (t, n) => { while (n > 0) { builder.CreateIndex("IX_" + t, t, "c"); n--; } };
                later("later", 2);
                switch (builder.ActiveProvider) { case "Sqlite": goto default; case Postgres when builder.IsNpgsql(): later("s", 1); break; default: throw new NotSupportedException(); }
                var type = ActiveProvider switch { Postgres => "uuid", { Length: > 3 } other => other, _ => null };
                try { builder.AlterColumn<string>("c", "users", type, oldNullable: true); } catch (Exception e) when (e is not null) { throw; } finally { Local("f", true); }
                void Local(string t, bool concurrently) => builder.CreateIndex("IX_" + t, t, "c").Annotation("Npgsql:CreatedConcurrently", concurrently);
            }
        }
        """;
}
