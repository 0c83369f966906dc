namespace PhasedMigrations.CodeFixes.Tests.Plain;

public sealed class NotValidForeignKeyTests
{
    [Fact]
    public Task EverythingAForeignKeyCanSay_IsKept() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """
            // lines belong to an order
            {|PHM3001:migrationBuilder.AddForeignKey(
                name: "FK_lines_orders",
                schema: "sales",
                table: "lines",
                // both columns of the key
                columns: new[] { "order_id", "year" },
                principalSchema: "archive",
                principalTable: "orders",
                principalColumns: new[] { "id", "year" },
                onUpdate: ReferentialAction.Cascade,
                onDelete: ReferentialAction.SetNull)|}; // for now
            """,
            """
            migrationBuilder.DropForeignKey(
                name: "FK_lines_orders",
                schema: "sales",
                table: "lines");
            """),
        MigrationSource.Scaffolded(
            """"
            // lines belong to an order
            // both columns of the key
            migrationBuilder.Sql(
                """
                ALTER TABLE "sales"."lines"
                    ADD CONSTRAINT "FK_lines_orders" FOREIGN KEY ("order_id", "year")
                    REFERENCES "archive"."orders" ("id", "year") ON UPDATE CASCADE ON DELETE SET NULL NOT VALID;
                """); // for now
            """",
            """
            migrationBuilder.DropForeignKey(
                name: "FK_lines_orders",
                schema: "sales",
                table: "lines");
            """),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE "sales"."lines" VALIDATE CONSTRAINT "FK_lines_orders";""");
            """",
            """
            // A validated constraint needs no way back: the migration that added it drops it.
            """));

    [Fact]
    public Task SeveralConstraints_ShareOneFollowUpThatScansBeforeItLocks() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM1007:migrationBuilder.AlterColumn<string>(
                name: "city",
                table: "orders",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true)|};

            {|PHM3001:migrationBuilder.AddForeignKey(name: "FK_a", table: "orders", column: "a_id", principalTable: "a", principalColumn: "id", onDelete: ReferentialAction.Restrict)|};

            {|PHM3001:migrationBuilder.AddForeignKey(name: "FK_b", table: "orders", column: "b_id", principalTable: "b")|};
            """,
            """
            migrationBuilder.DropForeignKey(name: "FK_a", table: "orders");

            migrationBuilder.DropForeignKey(name: "FK_b", table: "orders");

            migrationBuilder.AlterColumn<string>(
                name: "city",
                table: "orders",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");
            """),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE "orders"
                    ADD CONSTRAINT "CK_orders_city_not_null" CHECK ("city" IS NOT NULL) NOT VALID;
                """);

            migrationBuilder.Sql(
                """
                ALTER TABLE "orders"
                    ADD CONSTRAINT "FK_a" FOREIGN KEY ("a_id")
                    REFERENCES "a" ("id") ON DELETE RESTRICT NOT VALID;
                """);

            migrationBuilder.Sql(
                """
                ALTER TABLE "orders"
                    ADD CONSTRAINT "FK_b" FOREIGN KEY ("b_id")
                    REFERENCES "b" NOT VALID;
                """);
            """",
            """"
            migrationBuilder.DropForeignKey(name: "FK_a", table: "orders");

            migrationBuilder.DropForeignKey(name: "FK_b", table: "orders");

            migrationBuilder.Sql("""ALTER TABLE "orders" DROP CONSTRAINT "CK_orders_city_not_null";""");
            """"),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE "orders" VALIDATE CONSTRAINT "CK_orders_city_not_null";""");

            migrationBuilder.Sql("""ALTER TABLE "orders" VALIDATE CONSTRAINT "FK_a";""");

            migrationBuilder.Sql("""ALTER TABLE "orders" VALIDATE CONSTRAINT "FK_b";""");

            migrationBuilder.Sql("""ALTER TABLE "orders" ALTER COLUMN "city" SET NOT NULL;""");

            migrationBuilder.Sql("""ALTER TABLE "orders" DROP CONSTRAINT "CK_orders_city_not_null";""");
            """",
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE "orders"
                    ADD CONSTRAINT "CK_orders_city_not_null" CHECK ("city" IS NOT NULL) NOT VALID;
                """);

            migrationBuilder.Sql("""ALTER TABLE "orders" ALTER COLUMN "city" DROP NOT NULL;""");
            """"));

    [Fact]
    public Task KeyFollowedByNotNull_PutsItsScanFirst() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM3001:migrationBuilder.AddForeignKey(name: "FK_b", table: "orders", column: "b_id", principalTable: "b")|};

            {|PHM1007:migrationBuilder.AlterColumn<string>(name: "city", table: "orders", nullable: false, oldNullable: true)|};
            """),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE "orders"
                    ADD CONSTRAINT "FK_b" FOREIGN KEY ("b_id")
                    REFERENCES "b" NOT VALID;
                """);

            migrationBuilder.Sql(
                """
                ALTER TABLE "orders"
                    ADD CONSTRAINT "CK_orders_city_not_null" CHECK ("city" IS NOT NULL) NOT VALID;
                """);
            """",
            """"
            migrationBuilder.Sql("""ALTER TABLE "orders" DROP CONSTRAINT "CK_orders_city_not_null";""");
            """"),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE "orders" VALIDATE CONSTRAINT "FK_b";""");

            migrationBuilder.Sql("""ALTER TABLE "orders" VALIDATE CONSTRAINT "CK_orders_city_not_null";""");

            migrationBuilder.Sql("""ALTER TABLE "orders" ALTER COLUMN "city" SET NOT NULL;""");

            migrationBuilder.Sql("""ALTER TABLE "orders" DROP CONSTRAINT "CK_orders_city_not_null";""");
            """",
            """"
            // A validated constraint needs no way back: the migration that added it drops it.
            migrationBuilder.Sql(
                """
                ALTER TABLE "orders"
                    ADD CONSTRAINT "CK_orders_city_not_null" CHECK ("city" IS NOT NULL) NOT VALID;
                """);

            migrationBuilder.Sql("""ALTER TABLE "orders" ALTER COLUMN "city" DROP NOT NULL;""");
            """"));

    [Theory]
    [InlineData("name: System.Environment.NewLine, table: \"orders\", column: \"b_id\", principalTable: \"b\"")]
    [InlineData("name: \"FK\", table: System.Environment.NewLine, column: \"b_id\", principalTable: \"b\"")]
    [InlineData("name: \"FK\", table: \"orders\", column: System.Environment.NewLine, principalTable: \"b\"")]
    [InlineData("name: \"FK\", table: \"orders\", column: \"b_id\", principalTable: \"b\", principalColumn: System.Environment.NewLine")]
    public Task NameThatIsNotConstant_IsNotOffered(string arguments) => FixTest.VerifyNotOfferedAsync(
        FixKind.Plain, MigrationSource.Scaffolded($$"""{|PHM3001:migrationBuilder.AddForeignKey({{arguments}})|};"""));

    [Fact]
    public Task MigrationWithoutAnId_IsNotOffered() => FixTest.VerifyNotOfferedAsync(
        FixKind.Plain,
        MigrationSource.Scaffolded(
            """{|PHM3001:migrationBuilder.AddForeignKey(name: "FK", table: "orders", column: "b_id", principalTable: "b")|};""").WithoutAttributes());

    [Fact]
    public Task TableRenamedAfterwards_IsNotOffered() => FixTest.VerifyNotOfferedAsync(
        FixKind.Plain,
        MigrationSource.Scaffolded(
            """
            {|PHM3001:migrationBuilder.AddForeignKey(name: "FK", table: "orders", column: "b_id", principalTable: "b")|};

            migrationBuilder.RenameTable(name: "b", newName: "c");
            """));
}
