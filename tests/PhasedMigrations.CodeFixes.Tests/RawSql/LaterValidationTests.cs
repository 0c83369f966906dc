namespace PhasedMigrations.CodeFixes.Tests.RawSql;

public sealed class LaterValidationTests
{
    [Fact]
    public Task Validations_MoveToOneFollowUp() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE orders ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a NOT VALID;
                ALTER TABLE orders {|PHM3006:VALIDATE CONSTRAINT fk_a|};
                ALTER TABLE orders ADD CONSTRAINT ck_b CHECK (b > 0) NOT VALID;
                """);

            // all rows
            migrationBuilder.Sql("ALTER TABLE orders {|PHM3006:VALIDATE CONSTRAINT ck_b|}");
            """"),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE orders ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a NOT VALID;
                ALTER TABLE orders ADD CONSTRAINT ck_b CHECK (b > 0) NOT VALID;
                """);
            """"),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE orders VALIDATE CONSTRAINT fk_a;""");

            migrationBuilder.Sql("""ALTER TABLE orders VALIDATE CONSTRAINT ck_b;""");
            """",
            """
            // A validated constraint needs no way back: the migration that added it drops it.
            """));

    [Theory]
    [InlineData("ALTER TABLE orders ALTER COLUMN b SET NOT NULL;")]
    [InlineData("ALTER TABLE orders DROP CONSTRAINT ck_b;")]
    [InlineData("ALTER TABLE orders RENAME TO purchases;")]
    public Task ProofThatIsUsedAtOnce_NothingIsOffered(string then) => FixTest.VerifyNotOfferedAsync(
        FixKind.Plain,
        MigrationSource.Scaffolded($$"""
            migrationBuilder.Sql("ALTER TABLE orders ADD CONSTRAINT ck_b CHECK (b IS NOT NULL) NOT VALID; ALTER TABLE orders {|PHM3006:VALIDATE CONSTRAINT ck_b|};");

            migrationBuilder.Sql("{{then}}");
            """));
}
