namespace PhasedMigrations.CodeFixes.Tests;

/// <summary>Whatever a project's files look like, fixed and added ones look the same.</summary>
public sealed class FileStyleTests
{
    private const string ForeignKey =
        """{|PHM3001:migrationBuilder.AddForeignKey(name: "FK", table: "orders", column: "b_id", principalTable: "b")|};""";

    private const string PhasedForeignKey = """
        migrationBuilder.Phased("AddThings", phased => phased
                    .AddForeignKey(name: "FK", table: "orders", column: "b_id", principalTable: "b"));
        """;

    private const string FileScoped = """
        // Licensed to nobody.
        using System;
        using Microsoft.EntityFrameworkCore.Migrations;
        using Zoo = System.Int32;

        namespace Shop.Migrations;

        internal sealed partial class AddThings : Migration
        {
            protected override void Up(MigrationBuilder builder)
            {
                @Up
            }
        }

        """;

    [Fact]
    public Task FileScopedNamespaceAndUsings_AreFollowedByThePhasedFix() => FixTest.VerifyPhasedAsync(
        new MigrationSource(FileScoped.Replace("@Up", ForeignKey.Replace("migrationBuilder", "builder"))),
        new MigrationSource(FileScoped
            .Replace("@Up", PhasedForeignKey.Replace("migrationBuilder", "builder"))
            .Replace("Migrations;\nusing Zoo", "Migrations;\nusing PhasedMigrations;\nusing Zoo")));

    [Fact]
    public Task FileScopedNamespaceAndModifiers_AreFollowedByTheFollowUp() => FixTest.VerifyPlainAsync(
        new MigrationSource(FileScoped.Replace("@Up", ForeignKey.Replace("migrationBuilder", "builder"))).WithContextIn("Store.Data"),
        new MigrationSource(FileScoped.Replace("@Up", """"
            builder.Sql(
                        """
                        ALTER TABLE "orders"
                            ADD CONSTRAINT "FK" FOREIGN KEY ("b_id")
                            REFERENCES "b" NOT VALID;
                        """);
            """")),
        ($"/0/Migrations/{MigrationSource.Id}_Validate.cs", $$""""
            // Licensed to nobody.
            using Microsoft.EntityFrameworkCore.Infrastructure;
            using Microsoft.EntityFrameworkCore.Migrations;
            using Store.Data;

            namespace Shop.Migrations;

            [DbContext(typeof(ShopContext))]
            [Migration("{{MigrationSource.Id}}_Validate")]
            internal sealed partial class AddThingsValidate : Migration
            {
                protected override void Up(MigrationBuilder builder)
                {
                    builder.Sql("""ALTER TABLE "orders" VALIDATE CONSTRAINT "FK";""");
                }

                protected override void Down(MigrationBuilder builder)
                {
                    // A validated constraint needs no way back: the migration that added it drops it.
                }
            }

            """"));

    [Fact]
    public Task CarriageReturnsAndTabs_StayInThePhasedFix() => FixTest.VerifyPhasedAsync(
        Windows(MigrationSource.Scaffolded(ForeignKey, """migrationBuilder.DropForeignKey(name: "FK", table: "orders");""")),
        Windows(MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .AddForeignKey(name: "FK", table: "orders", column: "b_id", principalTable: "b"));
            """,
            """migrationBuilder.RevertPhased("AddThings");""")));

    [Fact]
    public Task CarriageReturnsAndTabs_StayInTheFollowUp()
    {
        var followUp = MigrationSource.FollowUp("Concurrently",
            """
            migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "b_id")
                .Annotation("Npgsql:CreatedConcurrently", true);
            """,
            """
            migrationBuilder.DropIndex(name: "IX", table: "orders");
            """);
        return FixTest.VerifyPlainAsync(
            Windows(MigrationSource.Scaffolded(
                """
                {|PHM2001:migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "b_id")|};

                migrationBuilder.Sql("SELECT 1");
                """,
                """migrationBuilder.DropIndex(name: "IX", table: "orders");""")),
            Windows(MigrationSource.Scaffolded("migrationBuilder.Sql(\"SELECT 1\");")),
            followUp with { Text = Windows(new MigrationSource(followUp.Text)).Text });
    }

    [Theory]
    [InlineData("using Zebra;\n", "using PhasedMigrations;\nusing Zebra;\n")]
    [InlineData("using System.Text;\nusing static System.Math;\n", "using System.Text;\nusing PhasedMigrations;\nusing static System.Math;\n")]
    [InlineData("using Apple; // first\nusing Microsoft.Win32;\n", "using Apple; // first\nusing Microsoft.Win32;\nusing PhasedMigrations;\n")]
    [InlineData("", "using PhasedMigrations;\n\n")]
    public Task UsingOfTheRuntime_StandsWhereItSorts(string before, string after)
    {
        const string Rest = """
            namespace Zebra { }
            namespace Apple { }

            public partial class AddThings : Microsoft.EntityFrameworkCore.Migrations.Migration
            {
                protected override void Up(Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder migrationBuilder)
                {
                    @Up
                }
            }
            """;
        return FixTest.VerifyPhasedAsync(
            new MigrationSource(before + Rest.Replace("@Up", ForeignKey)).WithoutAttributes(),
            new MigrationSource(after + Rest.Replace("@Up", PhasedForeignKey)).WithoutAttributes());
    }

    [Fact]
    public Task UsingsInsideTheNamespace_StayThere() => FixTest.VerifyPhasedAsync(
        new MigrationSource(InNamespace("    using Microsoft.EntityFrameworkCore.Migrations;", ForeignKey)).WithoutAttributes(),
        new MigrationSource(InNamespace(
            "    using Microsoft.EntityFrameworkCore.Migrations;\n    using PhasedMigrations;",
            PhasedForeignKey.Replace("\n", "\n    "))).WithoutAttributes());

    private static string InNamespace(string usings, string up) => $$"""
        namespace Shop.Migrations
        {
        {{usings}}

            public partial class AddThings : Migration
            {
                protected override void Up(MigrationBuilder migrationBuilder)
                {
                    {{up}}
                }
            }
        }
        """;

    private static MigrationSource Windows(MigrationSource source) => source with
    {
        Text = string.Join("\r\n", source.Text.Split('\n').Select(line =>
            new string('\t', (line.Length - line.TrimStart(' ').Length) / 4) + line.TrimStart(' '))),
    };
}
