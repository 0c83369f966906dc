namespace PhasedMigrations.CodeFixes.Tests.Phased;

public sealed class CreateIndexTests
{
    [Fact]
    public Task ScaffoldedIndex_BecomesAPhasedOperation() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM2001:migrationBuilder.CreateIndex(
                name: "IX_orders_user_id",
                table: "orders",
                column: "user_id")|};
            """,
            """
            migrationBuilder.DropIndex(
                name: "IX_orders_user_id",
                table: "orders");
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(name: "IX_orders_user_id", table: "orders", column: "user_id"));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");
            """));

    [Fact]
    public Task EverythingAnIndexCanSay_IsKept() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM2001:migrationBuilder.CreateIndex(
                name: "IX_orders_name",
                schema: "sales",
                table: "orders",
                columns: new[] { "name", "city" },
                unique: true,
                filter: "name <> ''",
                descending: new[] { true, false })|}
                .Annotation("Npgsql:IndexMethod", "btree")
                .Annotation("Npgsql:IndexInclude", new[] { "total" })
                .Annotation("Npgsql:NullsDistinct", false)
                .Annotation("Npgsql:IndexOperators", new[] { "text_pattern_ops", "" })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NullSortOrder.NullsLast, Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NullSortOrder.NullsFirst })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70)
                .Annotation("Npgsql:StorageParameter:deduplicate_items", false)
                .Annotation("Relational:Collation", new[] { "C", "C" })
                .Annotation("Npgsql:CreatedConcurrently", false);
            """),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(
                    name: "IX_orders_name",
                    table: "orders",
                    columns: new[] { "name", "city" },
                    schema: "sales",
                    unique: true,
                    filter: "name <> ''",
                    descending: new[] { true, false },
                    method: "btree",
                    include: new[] { "total" },
                    nullsDistinct: false,
                    collation: new[] { "C", "C" },
                    operators: new[] { "text_pattern_ops", "" },
                    nullSortOrder: new[] { PhasedMigrations.NullSortOrder.NullsLast, PhasedMigrations.NullSortOrder.NullsFirst },
                    storageParameters: new System.Collections.Generic.Dictionary<string, string> { ["deduplicate_items"] = "false", ["fillfactor"] = "70" }));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");
            """));

    [Fact]
    public Task ProvidersOwnNullSortOrder_KeepsItsMeaning() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            migrationBuilder.AddColumn<int>(name: "id", table: "orders", type: "integer", nullable: true)
                .Annotation("Some:Order", NullSortOrder.NullsLast);

            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|}
                .Annotation("Npgsql:IndexNullSortOrder", new[] { NullSortOrder.NullsFirst });
            """,
            usings: """
            using Microsoft.EntityFrameworkCore.Migrations;
            using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
            """),
        MigrationSource.Scaffolded(
            """
            migrationBuilder.AddColumn<int>(name: "id", table: "orders", type: "integer", nullable: true)
                .Annotation("Some:Order", NullSortOrder.NullsLast);

            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(
                    name: "IX_orders_id",
                    table: "orders",
                    column: "id",
                    nullSortOrder: new[] { PhasedMigrations.NullSortOrder.NullsFirst }));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");
            """,
            """
            using Microsoft.EntityFrameworkCore.Migrations;
            using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
            using PhasedMigrations;
            using NullSortOrder = Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NullSortOrder;
            """));

    [Theory]
    [InlineData(""".Annotation("Npgsql:TsVectorConfig", "english")""")]
    [InlineData(""".Annotation("My:Annotation", 1)""")]
    [InlineData(""".Annotation("Npgsql:IndexMethod", null)""")]
    [InlineData(""".Annotation("Npgsql:" + System.Environment.NewLine, "x")""")]
    public Task AnnotationThatCannotBeKept_IsNotOffered(string annotation) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded(
            $$"""
            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|}
                {{annotation}};
            """));

    [Fact]
    public Task ArgumentsThatAreNotConstant_StayExpressions() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            var table = System.Environment.GetEnvironmentVariable("TABLE");

            {|PHM2001:migrationBuilder.CreateIndex("IX_" + table, table, "id", unique: table != null)|};
            """),
        MigrationSource.Phased(
            """
            var table = System.Environment.GetEnvironmentVariable("TABLE");

            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(name: "IX_" + table, table: table, column: "id", unique: table != null));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");
            """));

    [Theory]
    [InlineData("""migrationBuilder.RenameColumn(name: "id", table: "orders", newName: "key");""")]
    [InlineData("""migrationBuilder.RenameTable(name: "orders", newName: "sales");""")]
    [InlineData("""migrationBuilder.DropTable(name: "orders");""")]
    [InlineData("""migrationBuilder.DropColumn(name: "id", table: "orders");""")]
    [InlineData("""migrationBuilder.RenameIndex(name: "IX_orders_id", newName: "IX", table: "orders");""")]
    [InlineData("""migrationBuilder.Sql("ALTER TABLE orders RENAME TO sales");""")]
    [InlineData("""migrationBuilder.Sql(System.Environment.NewLine);""")]
    [InlineData("""{ migrationBuilder.Sql("SELECT 1"); }""")]
    public Task LaterStatementThatNeedsTheIndexNow_LeavesItWhereItIs(string later) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded(
            $$"""
            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_id", table: "orders", column: "id")|};

            {{later}}
            """));
}
