namespace PhasedMigrations.CodeFixes.Tests.RawSql;

/// <summary>SQL in a field that one call uses moves into the call, as that of a local does, and is fixed there.</summary>
public sealed class FieldSqlTests
{
    [Fact]
    public Task PhasedFix_TakesTheFieldAlong() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """
            // everybody
            migrationBuilder.Sql(sql: Fill);

            migrationBuilder.Sql(AddThings.Report);
            """,
            """migrationBuilder.Sql("DROP INDEX ix_a");""")
            .WithMembers(
            """"
            // not all at once
            private const string Fill = """
                COMMENT ON TABLE users IS 'ours';

                {|PHM5001:UPDATE users SET city = 'none' WHERE city IS NULL|};
                ALTER TABLE users {|PHM1007:ALTER city SET NOT NULL|};
                """;

            /* the report reads by user */
            internal static readonly string Report = "{|PHM2001:CREATE INDEX ix_a ON orders (user_id)|}";
            """"),
        MigrationSource.Phased(
            """"
            // not all at once
            // everybody
            migrationBuilder.Sql(sql: """
                COMMENT ON TABLE users IS 'ours';
                """);

            migrationBuilder.Phased("AddThings", phased => phased
                .Backfill(table: "users", set: "\"city\" = 'none'", where: "city IS NULL")
                .SetNotNull(table: "users", column: "city")
                /* the report reads by user */
                .CreateIndex(name: "ix_a", table: "orders", column: "user_id"));
            """",
            """migrationBuilder.RevertPhased("AddThings");"""));

    [Fact]
    public Task PlainFix_ChangesTheSqlInTheCall() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded("migrationBuilder.Sql(Key);")
            .WithMembersBelow(
            """"
            const string Key = @"ALTER TABLE ""Orders""
                {|PHM3001:ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a|}";
            """"),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(@"ALTER TABLE ""Orders""
            ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a NOT VALID");
            """"),
        MigrationSource.FollowUp("Validate",
            """"
            migrationBuilder.Sql("""ALTER TABLE "Orders" VALIDATE CONSTRAINT "fk_a";""");
            """",
            """
            // A validated constraint needs no way back: the migration that added it drops it.
            """));

    /// <summary>What other members hold, and where they stand, stays.</summary>
    [Fact]
    public Task FieldsAround_Stay() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded("migrationBuilder.Sql(Report);\n\nmigrationBuilder.Sql(Other);")
            .WithMembers(
            """"
            private const string Other = "SELECT 1";

            private const string Report = "{|PHM2001:CREATE INDEX ix_a ON orders (user_id)|}";
            private const int Last = 1;
            """"),
        MigrationSource.Phased(
            """"
            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(name: "ix_a", table: "orders", column: "user_id"));

            migrationBuilder.Sql(Other);
            """",
            """migrationBuilder.RevertPhased("AddThings");""")
            .WithMembers(
            """"
            private const string Other = "SELECT 1";
            private const int Last = 1;
            """"));

    private const string Index = "\"{|PHM2001:CREATE INDEX ix ON orders (a)|}\"";
    private const string Call = "migrationBuilder.Sql(Index);";

    [Theory]
    [InlineData($"public const string Index = {Index};", Call)]
    [InlineData($"protected const string Index = {Index};", Call)]
    [InlineData($"private readonly string Index = {Index};", Call)]
    [InlineData($"private const string Index = {Index}, Other = \"SELECT 1\";", Call)]
    [InlineData($"private const string Index = {Index} + \"; ANALYZE orders\";", Call)]
    [InlineData($"private const string Index = {Index}; private const int Last = 1;", Call)]
    [InlineData($"/// <summary>Told to others.</summary>\nprivate const string Index = {Index};", Call)]
    [InlineData($"[System.Obsolete]\nprivate const string Index = {Index};", "#pragma warning disable CS0612\n" + Call)]
    [InlineData($"#region SQL\nprivate const string Index = {Index};\n#endregion", Call)]
    [InlineData($"private const string Index = {Index};", Call + "\nSystem.Console.WriteLine(Index);")]
    [InlineData($"private const string Index = {Index};\nprivate const string Name = nameof(Index);", Call)]
    [InlineData($"private const string Index = {Index};", "if (ActiveProvider != null)\n    " + Call)]
    [InlineData($"private const string Index = {Index};", "migrationBuilder.Sql(Index + \";\");")]
    public async Task FieldThatIsMore_StaysWhereItIs(string members, string up)
    {
        foreach (var kind in new[] { FixKind.Phased, FixKind.Plain })
            await FixTest.VerifyNotOfferedAsync(kind, MigrationSource.Scaffolded(up).WithMembers(members));
    }

    [Fact]
    public Task FieldThatAnotherFileUses_StaysWhereItIs() => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded(Call).WithMembers($"internal const string Index = {Index};").WithContext(
            """
            using Microsoft.EntityFrameworkCore;

            namespace Shop
            {
                public class ShopContext : DbContext
                {
                    public string Sql => Migrations.AddThings.Index;
                }
            }
            """));
}
