namespace PhasedMigrations.CodeFixes.Tests.Plain;

public sealed class CheckedNotNullTests
{
    [Fact]
    public Task OtherChanges_StayInPlace() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """
            {|PHM1007:migrationBuilder.AlterColumn<string>(
                name: "city",
                schema: "sales",
                table: "orders",
                type: "character varying(80)",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(50)",
                oldNullable: true)|};
            """,
            """
            migrationBuilder.AlterColumn<string>(
                name: "city",
                schema: "sales",
                table: "orders",
                type: "character varying(50)",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(80)");
            """),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.AlterColumn<string>(
                name: "city",
                schema: "sales",
                table: "orders",
                type: "character varying(80)",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(50)",
                oldNullable: true);

            migrationBuilder.Sql(
                """
                ALTER TABLE "sales"."orders"
                    ADD CONSTRAINT "CK_orders_city_not_null" CHECK ("city" IS NOT NULL) NOT VALID;
                """);
            """",
            """"
            migrationBuilder.Sql("""ALTER TABLE "sales"."orders" DROP CONSTRAINT "CK_orders_city_not_null";""");

            migrationBuilder.AlterColumn<string>(
                name: "city",
                schema: "sales",
                table: "orders",
                type: "character varying(50)",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(80)",
                oldNullable: true);
            """"),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE "sales"."orders" VALIDATE CONSTRAINT "CK_orders_city_not_null";""");

            migrationBuilder.Sql("""ALTER TABLE "sales"."orders" ALTER COLUMN "city" SET NOT NULL;""");

            migrationBuilder.Sql("""ALTER TABLE "sales"."orders" DROP CONSTRAINT "CK_orders_city_not_null";""");
            """",
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE "sales"."orders"
                    ADD CONSTRAINT "CK_orders_city_not_null" CHECK ("city" IS NOT NULL) NOT VALID;
                """);

            migrationBuilder.Sql("""ALTER TABLE "sales"."orders" ALTER COLUMN "city" DROP NOT NULL;""");
            """"));

    [Fact]
    public Task ColumnThatIsNotConstant_IsNotOffered() => FixTest.VerifyNotOfferedAsync(
        FixKind.Plain,
        MigrationSource.Scaffolded(
            """{|PHM1007:migrationBuilder.AlterColumn<string>(name: System.Environment.NewLine, table: "t", nullable: false, oldNullable: true)|};"""));
}
