namespace PhasedMigrations.CodeFixes.Tests.Phased;

/// <summary>RevertPhased in the place of what it reverts, whatever Down looks like.</summary>
public sealed class DownTests
{
    private const string Usings = """
        using Microsoft.EntityFrameworkCore.Migrations;
        using PhasedMigrations;

        """;

    [Theory]
    [InlineData(
        "protected override void Down(MigrationBuilder b)\n    {\n        b.Sql(\"SELECT 1\");\n    }",
        "protected override void Down(MigrationBuilder b)\n    {\n        b.RevertPhased(\"AddThings\");\n\n        b.Sql(\"SELECT 1\");\n    }")]
    [InlineData(
        "protected override void Down(MigrationBuilder b)\n    {\n    }",
        "protected override void Down(MigrationBuilder b)\n    {\n        b.RevertPhased(\"AddThings\");\n    }")]
    [InlineData(
        "protected override void Down(MigrationBuilder b) { }",
        "protected override void Down(MigrationBuilder b) { b.RevertPhased(\"AddThings\"); }")]
    [InlineData(
        "protected override void Down(MigrationBuilder b)\n    {\n        // nothing\n    }",
        "protected override void Down(MigrationBuilder b)\n    {\n        // nothing\n        b.RevertPhased(\"AddThings\");\n    }")]
    [InlineData(
        "protected override void Down(MigrationBuilder b) => b.DropIndex(\"IX_orders_id\", \"orders\");",
        "protected override void Down(MigrationBuilder b) => b.RevertPhased(\"AddThings\");")]
    [InlineData(
        "protected override void Down(MigrationBuilder b) => throw new System.NotSupportedException();",
        "protected override void Down(MigrationBuilder b) => throw new System.NotSupportedException();")]
    [InlineData(
        "protected override void Down(MigrationBuilder b)\n    {\n        throw new System.NotSupportedException();\n    }",
        "protected override void Down(MigrationBuilder b)\n    {\n        throw new System.NotSupportedException();\n    }")]
    [InlineData("", "")]
    public Task Down_RevertsThePhasedMigration(string before, string after) => FixTest.VerifyPhasedAsync(
        new MigrationSource($$"""
            {{Usings}}
            public partial class AddThings : Migration
            {
                protected override void Up(MigrationBuilder migrationBuilder)
                {
                    {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|};
                }

                {{before}}
            }
            """).WithoutAttributes(),
        new MigrationSource($$"""
            {{Usings}}
            public partial class AddThings : Migration
            {
                protected override void Up(MigrationBuilder migrationBuilder)
                {
                    migrationBuilder.Phased("AddThings", phased => phased
                        .CreateIndex(name: "IX_orders_id", table: "orders", column: "id"));
                }

                {{after}}
            }
            """).WithoutAttributes());

    [Theory]
    [InlineData("migrationBuilder.Sql(\"DROP INDEX \\\"IX_orders_id\\\"\");")]
    [InlineData("migrationBuilder.Sql(System.Environment.NewLine);")]
    [InlineData("if (migrationBuilder.ActiveProvider != null)\n    migrationBuilder.DropIndex(\"IX_orders_id\", \"orders\");")]
    [InlineData("Undo(migrationBuilder);\n\nstatic void Undo(MigrationBuilder b) => b.DropIndex(\"IX_orders_id\", \"orders\");")]
    public async Task IndexThatMayBeDroppedOutOfSight_StaysWhereItIs(string down)
    {
        var source = MigrationSource.Phased(
            """
            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|};

            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);
            """,
            down);
        await FixTest.VerifyNotOfferedAsync(FixKind.Phased, source);
        await FixTest.VerifyNotOfferedAsync(FixKind.Plain, source);
    }

    [Fact]
    public Task IndexDroppedIfItExists_IsNotInTheWay() => FixTest.VerifyPhasedAsync(
        MigrationSource.Phased(
            """{|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|};""",
            """migrationBuilder.Sql("DROP INDEX IF EXISTS \"IX_orders_id\"");"""),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(name: "IX_orders_id", table: "orders", column: "id"));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.Sql("DROP INDEX IF EXISTS \"IX_orders_id\"");
            """));

    [Fact]
    public Task ExpressionThatRevertsSomethingElse_IsNotOffered() => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        new MigrationSource($$"""
            {{Usings}}
            public partial class AddThings : Migration
            {
                protected override void Up(MigrationBuilder migrationBuilder)
                {
                    {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|};
                }

                protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("SELECT 1");
            }
            """).WithoutAttributes());
}
