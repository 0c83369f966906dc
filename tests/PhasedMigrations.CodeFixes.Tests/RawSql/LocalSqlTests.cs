namespace PhasedMigrations.CodeFixes.Tests.RawSql;

/// <summary>SQL in a local that one call uses moves into the call, and is fixed there.</summary>
public sealed class LocalSqlTests
{
    [Fact]
    public Task PhasedFix_TakesTheLocalAlong() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """"
            // the report reads by user
            const string Report = "{|PHM2001:CREATE INDEX ix_a ON orders (user_id)|}";
            var sql = """
                COMMENT ON TABLE users IS 'ours';
                {|PHM5001:UPDATE users SET city = 'none' WHERE city IS NULL|};
                ALTER TABLE users {|PHM1007:ALTER city SET NOT NULL|};
                """;

            // everybody
            migrationBuilder.Sql(sql: sql);

            migrationBuilder.Sql(Report);
            """",
            """migrationBuilder.Sql("DROP INDEX ix_a");"""),
        MigrationSource.Phased(
            """"
            // everybody
            migrationBuilder.Sql(sql: """
                COMMENT ON TABLE users IS 'ours';
                """);

            migrationBuilder.Phased("AddThings", phased => phased
                .Backfill(table: "users", set: "\"city\" = 'none'", where: "city IS NULL")
                .SetNotNull(table: "users", column: "city")
                // the report reads by user
                .CreateIndex(name: "ix_a", table: "orders", column: "user_id"));
            """",
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Fact]
    public Task PlainFixes_ChangeTheSqlInTheCall() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """"
            const string Key = @"ALTER TABLE ""Orders"" {|PHM3001:ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a|},
                {|PHM3001:ADD CONSTRAINT fk_b FOREIGN KEY (b_id) REFERENCES b|}";
            migrationBuilder.Sql(Key);
            """"),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(@"ALTER TABLE ""Orders"" ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a NOT VALID,
                ADD CONSTRAINT fk_b FOREIGN KEY (b_id) REFERENCES b NOT VALID");
            """"),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE "Orders" VALIDATE CONSTRAINT "fk_a";""");

            migrationBuilder.Sql("""ALTER TABLE "Orders" VALIDATE CONSTRAINT "fk_b";""");
            """",
            """
            // A validated constraint needs no way back: the migration that added it drops it.
            """));

    private const string Index = "\"{|PHM2001:CREATE INDEX ix ON orders (a)|}\"";

    [Theory]
    [InlineData($"const string Sql = {Index}, Other = \"SELECT 1\";\nmigrationBuilder.Sql(Sql);\nmigrationBuilder.Sql(Other);")]
    [InlineData($"const string Sql = {Index};\nSystem.Console.WriteLine(Sql);\nmigrationBuilder.Sql(Sql);")]
    [InlineData($"const string Sql = {Index};\nif (ActiveProvider != null)\n    migrationBuilder.Sql(Sql);")]
    [InlineData($"const string Sql = {Index} + \"; ANALYZE orders\";\nmigrationBuilder.Sql(Sql);")]
    [InlineData($"const string Sql = {Index}; migrationBuilder.Sql(Sql);")]
    [InlineData($"const string Sql = {Index};\nmigrationBuilder.Sql(Sql + \";\");")]
    public async Task LocalThatIsMore_StaysWhereItIs(string up)
    {
        foreach (var kind in new[] { FixKind.Phased, FixKind.Plain })
            await FixTest.VerifyNotOfferedAsync(kind, MigrationSource.Scaffolded(up));
    }
}
