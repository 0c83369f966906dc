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
