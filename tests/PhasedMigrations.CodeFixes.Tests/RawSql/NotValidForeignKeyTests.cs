namespace PhasedMigrations.CodeFixes.Tests.RawSql;

public sealed class NotValidForeignKeyTests
{
    [Fact]
    public Task KeysAmongOtherActions_AreAddedNotValid() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE sales."Lines"
                    ADD COLUMN total numeric,
                    {|PHM3001:ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE|},
                    {|PHM3001:ADD CONSTRAINT "FK b" FOREIGN KEY (b_id) REFERENCES b DEFERRABLE|};
                COMMENT ON TABLE a IS 'b';
                """);

            migrationBuilder.Sql("ALTER TABLE IF EXISTS orders {|PHM3001:ADD CONSTRAINT fk_c FOREIGN KEY (c_id) REFERENCES c|}");
            """"),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE sales."Lines"
                    ADD COLUMN total numeric,
                    ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE NOT VALID,
                    ADD CONSTRAINT "FK b" FOREIGN KEY (b_id) REFERENCES b DEFERRABLE NOT VALID;
                COMMENT ON TABLE a IS 'b';
                """);

            migrationBuilder.Sql("ALTER TABLE IF EXISTS orders ADD CONSTRAINT fk_c FOREIGN KEY (c_id) REFERENCES c NOT VALID");
            """"),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE "sales"."Lines" VALIDATE CONSTRAINT "fk_a";""");

            migrationBuilder.Sql("""ALTER TABLE "sales"."Lines" VALIDATE CONSTRAINT "FK b";""");

            migrationBuilder.Sql("""ALTER TABLE IF EXISTS "orders" VALIDATE CONSTRAINT "fk_c";""");
            """",
            """
            // A validated constraint needs no way back: the migration that added it drops it.
            """));

    [Theory]
    [InlineData("""migrationBuilder.Sql("ALTER TABLE orders {|PHM3001:ADD FOREIGN KEY (a_id) REFERENCES a|}");""")]
    [InlineData("""migrationBuilder.Sql("DO $x$ BEGIN ALTER TABLE orders {|PHM3001:ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a|}; END $x$");""")]
    [InlineData("""migrationBuilder.Sql("ALTER TABLE orders {|PHM3001:ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a|}; DROP TABLE a;");""")]
    [InlineData("""
        migrationBuilder.Sql("ALTER TABLE orders {|PHM3001:ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a|}");

        migrationBuilder.Sql("ALTER TABLE orders ALTER CONSTRAINT fk DEFERRABLE");
        """)]
    [InlineData("""
        const string Key = "{|PHM3001:ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a|}";
        migrationBuilder.Sql("ALTER TABLE orders " + Key);
        """)]
    public Task WhereItCannotBeRight_NothingIsOffered(string up) =>
        FixTest.VerifyNotOfferedAsync(FixKind.Plain, MigrationSource.Scaffolded(up));
}
