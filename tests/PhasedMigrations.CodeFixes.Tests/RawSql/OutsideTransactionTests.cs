namespace PhasedMigrations.CodeFixes.Tests.RawSql;

/// <summary>PHM2004, PHM2005, PHM2007 and PHM2010 without the runtime.</summary>
public sealed class OutsideTransactionTests
{
    [Theory]
    [InlineData(
        """migrationBuilder.Sql("{|PHM2004:CREATE INDEX CONCURRENTLY ix ON orders (user_id)|}");""",
        """migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix ON orders (user_id)", suppressTransaction: true);""")]
    [InlineData(
        """migrationBuilder.Sql("{|PHM2004:VACUUM (ANALYZE) orders|};");""",
        """migrationBuilder.Sql("VACUUM (ANALYZE) orders;", suppressTransaction: true);""")]
    [InlineData(
        """
        migrationBuilder.Sql("{|PHM2004:REINDEX " + "INDEX CONCURRENTLY ix|}");
        """,
        """
        migrationBuilder.Sql("REINDEX " + "INDEX CONCURRENTLY ix", suppressTransaction: true);
        """)]
    [InlineData(
        """
        migrationBuilder.Sql("SET statement_timeout = 0; {|PHM2004:DROP INDEX CONCURRENTLY ix|};", suppressTransaction: true);
        """,
        """
        migrationBuilder.Sql("SET statement_timeout = 0;", suppressTransaction: true);

        migrationBuilder.Sql("DROP INDEX CONCURRENTLY ix;", suppressTransaction: true);
        """)]
    public Task StatementAlone_RunsOutsideInPlace(string before, string after) =>
        FixTest.VerifyPlainAsync(MigrationSource.Scaffolded(before), MigrationSource.Scaffolded(after));

    [Fact]
    public Task StatementsAmongOthers_MoveToMigrationsOfTheirOwn() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.Sql(
                """
                {|PHM2004:CREATE INDEX CONCURRENTLY ix ON orders (rank)|};
                COMMENT ON TABLE users IS 'ours';
                """);

            // once and for all
            migrationBuilder.Sql("{|PHM2004:VACUUM users|}");
            """",
            """
            migrationBuilder.DropIndex(name: "ix");

            migrationBuilder.DropColumn(name: "rank", table: "orders");
            """),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.Sql(
                """
                COMMENT ON TABLE users IS 'ours';
                """);
            """",
            """
            migrationBuilder.DropColumn(name: "rank", table: "orders");
            """),
        MigrationSource.FollowUp("Concurrently",
            """"
            migrationBuilder.Sql("""CREATE INDEX CONCURRENTLY ix ON orders (rank);""", suppressTransaction: true);
            """",
            """
            migrationBuilder.DropIndex(name: "ix");
            """),
        MigrationSource.FollowUp("OutsideTransaction",
            """
            // once and for all
            migrationBuilder.Sql("VACUUM users", suppressTransaction: true);
            """,
            """
            // Nothing to undo: the migration before goes all the way back.
            """));

    [Theory]
    [InlineData("""migrationBuilder.Sql("BEGIN; {|PHM2004:DROP INDEX CONCURRENTLY ix|}; COMMIT;", suppressTransaction: true);""")]
    [InlineData("""migrationBuilder.Sql("SET LOCAL lock_timeout = 0; {|PHM2004:DROP INDEX CONCURRENTLY ix|};", suppressTransaction: true);""")]
    [InlineData("""migrationBuilder.Sql("DO $x$ BEGIN {|PHM2004:DROP INDEX CONCURRENTLY ix|}; END $x$");""")]
    [InlineData("""
        migrationBuilder.Sql("{|PHM2004:DROP INDEX CONCURRENTLY ix|}");

        migrationBuilder.DropColumn(name: "a", table: "ix");
        """)]
    public Task WhereItCannotBeRight_NothingIsOffered(string up) =>
        FixTest.VerifyNotOfferedAsync(FixKind.Plain, MigrationSource.Scaffolded(up));

    [Theory]
    [InlineData(
        """migrationBuilder.Sql("{|PHM2005:CREATE INDEX CONCURRENTLY IF NOT EXISTS \"Ix\" ON sales.orders (user_id)|}", suppressTransaction: true);""",
        """"
        migrationBuilder.Sql("""DROP INDEX CONCURRENTLY IF EXISTS "sales"."Ix";""", suppressTransaction: true);

        migrationBuilder.Sql("CREATE INDEX CONCURRENTLY \"Ix\" ON sales.orders (user_id)", suppressTransaction: true);
        """")]
    [InlineData(
        """migrationBuilder.Sql("{|PHM2007:DROP INDEX CONCURRENTLY IF EXISTS \"a\", b , sales.c RESTRICT|};", suppressTransaction: true);""",
        """
        migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS \"a\"", suppressTransaction: true);

        migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS b", suppressTransaction: true);

        migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS sales.c RESTRICT;", suppressTransaction: true);
        """)]
    [InlineData(
        """migrationBuilder.Sql("{|PHM2007:DROP INDEX CONCURRENTLY a CASCADE|}", suppressTransaction: true);""",
        """migrationBuilder.Sql("DROP INDEX a CASCADE", suppressTransaction: true);""")]
    public Task ConcurrentForm_BecomesOneThatWorks(string before, string after) =>
        FixTest.VerifyPlainAsync(MigrationSource.Scaffolded(before), MigrationSource.Scaffolded(after));

    [Fact]
    public Task OperationsThatShareTheirMigration_MoveOut() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            {|PHM2010:migrationBuilder.CreateIndex(name: "ix_a", table: "orders", column: "rank")|}
                .Annotation("Npgsql:CreatedConcurrently", true);

            migrationBuilder.Sql("{|PHM2010:CREATE INDEX CONCURRENTLY ix_b ON orders (rank)|}", suppressTransaction: true);
            """),
        MigrationSource.Scaffolded(
            """
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);
            """),
        MigrationSource.FollowUp("Concurrently",
            """
            migrationBuilder.CreateIndex(name: "ix_a", table: "orders", column: "rank")
                .Annotation("Npgsql:CreatedConcurrently", true);
            """,
            """
            migrationBuilder.DropIndex(name: "ix_a", table: "orders");
            """),
        MigrationSource.FollowUp("Concurrently2",
            """
            migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix_b ON orders (rank)", suppressTransaction: true);
            """,
            """"
            migrationBuilder.Sql("""DROP INDEX CONCURRENTLY IF EXISTS "ix_b";""", suppressTransaction: true);
            """"));
}
