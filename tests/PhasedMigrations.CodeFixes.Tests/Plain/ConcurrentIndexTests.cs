namespace PhasedMigrations.CodeFixes.Tests.Plain;

public sealed class ConcurrentIndexTests
{
    [Fact]
    public Task IndexAlone_IsAnnotatedInPlace() => FixTest.VerifyPlainAsync(
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
        MigrationSource.Scaffolded(
            """
            migrationBuilder.CreateIndex(
                name: "IX_orders_user_id",
                table: "orders",
                column: "user_id")
                .Annotation("Npgsql:CreatedConcurrently", true);
            """,
            """
            migrationBuilder.DropIndex(
                name: "IX_orders_user_id",
                table: "orders");
            """));

    [Fact]
    public Task IndexesAmongOthers_MoveToMigrationsOfTheirOwn() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """
            migrationBuilder.AddColumn<int>(
                name: "region_id",
                table: "orders",
                type: "integer",
                nullable: true);

            // for the monthly report
            {|PHM2001:migrationBuilder.CreateIndex(
                name: "IX_orders_user_id",
                table: "orders",
                column: "user_id",
                unique: true,
                filter: "user_id > 0")|}
                .Annotation("Npgsql:IndexInclude", new[] { "total" });

            {|PHM2001:migrationBuilder.CreateIndex(name: "IX_orders_region_id", schema: "sales", table: "orders", column: "region_id")|}; // new
            """,
            """
            migrationBuilder.DropIndex(
                name: "IX_orders_user_id",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "region_id",
                table: "orders");
            """),
        MigrationSource.Scaffolded(
            """
            migrationBuilder.AddColumn<int>(
                name: "region_id",
                table: "orders",
                type: "integer",
                nullable: true);
            """,
            """
            migrationBuilder.DropColumn(
                name: "region_id",
                table: "orders");
            """),
        MigrationSource.FollowUp("Concurrently",
            """
            // for the monthly report
            migrationBuilder.CreateIndex(
                name: "IX_orders_user_id",
                table: "orders",
                column: "user_id",
                unique: true,
                filter: "user_id > 0")
                .Annotation("Npgsql:IndexInclude", new[] { "total" })
                .Annotation("Npgsql:CreatedConcurrently", true);
            """,
            """
            migrationBuilder.DropIndex(
                name: "IX_orders_user_id",
                table: "orders");
            """),
        MigrationSource.FollowUp("Concurrently2",
            """
            migrationBuilder.CreateIndex(name: "IX_orders_region_id", schema: "sales", table: "orders", column: "region_id")
                .Annotation("Npgsql:CreatedConcurrently", true); // new
            """,
            """
            migrationBuilder.DropIndex(name: "IX_orders_region_id", table: "orders", schema: "sales");
            """));
}
