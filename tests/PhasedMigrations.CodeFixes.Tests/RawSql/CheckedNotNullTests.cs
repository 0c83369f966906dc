namespace PhasedMigrations.CodeFixes.Tests.RawSql;

public sealed class CheckedNotNullTests
{
    [Theory]
    [InlineData(
        """
        migrationBuilder.Sql("ALTER TABLE sales.\"Lines\" {|PHM1007:ALTER COLUMN code SET NOT NULL|};");
        """,
        """
        migrationBuilder.Sql("ALTER TABLE \"sales\".\"Lines\" ADD CONSTRAINT \"CK_Lines_code_not_null\" CHECK (\"code\" IS NOT NULL) NOT VALID;");
        """)]
    [InlineData(
        """"
        migrationBuilder.Sql(
            """
            COMMENT ON TABLE users IS 'ours';
            ALTER TABLE sales."Lines"
                {|PHM1007:ALTER code SET NOT NULL|}; -- at last
            """);
        """",
        """"
        migrationBuilder.Sql(
            """
            COMMENT ON TABLE users IS 'ours';
            ALTER TABLE "sales"."Lines" ADD CONSTRAINT "CK_Lines_code_not_null" CHECK ("code" IS NOT NULL) NOT VALID; -- at last
            """);
        """")]
    public Task ColumnOfRawSql_IsProvenFirst(string before, string after) => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(before, """migrationBuilder.Sql("ALTER TABLE sales.\"Lines\" ALTER code DROP NOT NULL");"""),
        MigrationSource.Scaffolded(after, """"
            migrationBuilder.Sql("""ALTER TABLE "sales"."Lines" DROP CONSTRAINT "CK_Lines_code_not_null";""");

            migrationBuilder.Sql("ALTER TABLE sales.\"Lines\" ALTER code DROP NOT NULL");
            """"),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE "sales"."Lines" VALIDATE CONSTRAINT "CK_Lines_code_not_null";""");

            migrationBuilder.Sql("""ALTER TABLE "sales"."Lines" ALTER COLUMN "code" SET NOT NULL;""");

            migrationBuilder.Sql("""ALTER TABLE "sales"."Lines" DROP CONSTRAINT "CK_Lines_code_not_null";""");
            """",
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE "sales"."Lines"
                    ADD CONSTRAINT "CK_Lines_code_not_null" CHECK ("code" IS NOT NULL) NOT VALID;
                """);

            migrationBuilder.Sql("""ALTER TABLE "sales"."Lines" ALTER COLUMN "code" DROP NOT NULL;""");
            """"));

    [Fact]
    public Task ColumnOfRawSql_BecomesPhased() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """migrationBuilder.Sql("{|PHM5001:UPDATE sales.lines SET code = '' WHERE code IS NULL|}; ALTER TABLE sales.lines {|PHM1007:ALTER COLUMN code SET NOT NULL|};");""",
            """migrationBuilder.Sql("ALTER TABLE sales.lines ALTER code DROP NOT NULL");"""),
        MigrationSource.Phased(
            """
            migrationBuilder.Phased("AddThings", phased => phased
                .Backfill(table: "lines", set: "\"code\" = ''", where: "code IS NULL", schema: "sales")
                .SetNotNull(table: "lines", column: "code", schema: "sales"));
            """,
            """
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.Sql("ALTER TABLE sales.lines ALTER code DROP NOT NULL");
            """));

    [Theory]
    [InlineData("ALTER TABLE orders {|PHM1007:ALTER a SET NOT NULL|}, ADD COLUMN b int")]
    [InlineData("ALTER TABLE IF EXISTS orders {|PHM1007:ALTER a SET NOT NULL|}")]
    [InlineData("ALTER TABLE orders {|PHM1007:ALTER a SET NOT NULL|}; ALTER TABLE orders RENAME a TO b")]
    [InlineData("DO $x$ BEGIN ALTER TABLE orders {|PHM1007:ALTER a SET NOT NULL|}; END $x$")]
    public async Task WhereItCannotBeRight_NothingIsOffered(string sql)
    {
        foreach (var kind in new[] { FixKind.Phased, FixKind.Plain })
            await FixTest.VerifyNotOfferedAsync(kind, MigrationSource.Scaffolded($"migrationBuilder.Sql(\"{sql}\");"));
    }
}
