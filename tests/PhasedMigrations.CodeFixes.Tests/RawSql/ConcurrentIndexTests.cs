namespace PhasedMigrations.CodeFixes.Tests.RawSql;

public sealed class ConcurrentIndexTests
{
    private const string DropIt = """
        migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS \"ix\";", suppressTransaction: true);
        """;

    [Theory]
    [InlineData(
        """
        migrationBuilder.Sql("{|PHM2001:CREATE INDEX \"ix\" ON orders (user_id)|}");
        """,
        """
        migrationBuilder.Sql("CREATE INDEX CONCURRENTLY \"ix\" ON orders (user_id)", suppressTransaction: true);
        """)]
    [InlineData(
        """
        migrationBuilder.Sql(@"
            -- for the report
            {|PHM2001:CREATE UNIQUE INDEX ""ix""
                ON orders (user_id)|};
            ");
        """,
        """
        migrationBuilder.Sql(@"
            -- for the report
            CREATE UNIQUE INDEX CONCURRENTLY ""ix""
                ON orders (user_id);
            ", suppressTransaction: true);
        """)]
    [InlineData(
        """"
        migrationBuilder.Sql(
            sql: """
            {|PHM2001:create index "ix" on orders (user_id)|}
            """,
            suppressTransaction: false);
        """",
        """"
        migrationBuilder.Sql(
            sql: """
            create index CONCURRENTLY "ix" on orders (user_id)
            """,
            suppressTransaction: true);
        """")]
    [InlineData(
        """"
        migrationBuilder.Sql("""{|PHM2001:CREATE INDEX "ix" ON orders (user_id)|}""", suppressTransaction: true);
        """",
        """"
        migrationBuilder.Sql("""CREATE INDEX CONCURRENTLY "ix" ON orders (user_id)""", suppressTransaction: true);
        """")]
    [InlineData(
        """"
        migrationBuilder.Sql("""
            SET lock_timeout = '5s';
            {|PHM2001:CREATE INDEX "ix" ON orders (user_id)|};
            RESET lock_timeout;
            """);
        """",
        """"
        migrationBuilder.Sql("""
            SET lock_timeout = '5s';
            """, suppressTransaction: true);

        migrationBuilder.Sql("""
            CREATE INDEX CONCURRENTLY "ix" ON orders (user_id);
            """, suppressTransaction: true);

        migrationBuilder.Sql("""
            RESET lock_timeout;
            """, suppressTransaction: true);
        """")]
    public Task IndexAlone_IsChangedInItsLiteral(string before, string after) =>
        FixTest.VerifyPlainAsync(MigrationSource.Scaffolded(before, DropIt), MigrationSource.Scaffolded(after, DropIt));

    [Fact]
    public Task IndexThatMayExist_IsDroppedFirst() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded("""
            migrationBuilder.Sql("{|PHM2001:CREATE INDEX IF NOT EXISTS ix ON sales.orders (user_id)|};");
            """),
        MigrationSource.Scaffolded(""""
            migrationBuilder.Sql("""DROP INDEX CONCURRENTLY IF EXISTS "sales"."ix";""", suppressTransaction: true);

            migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix ON sales.orders (user_id);", suppressTransaction: true);
            """"));

    [Fact]
    public Task IndexesAmongOthers_MoveToMigrationsOfTheirOwn() => FixTest.VerifyPlainAsync(
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.AddColumn<int>(name: "region_id", table: "orders", type: "integer", nullable: true);

            // for the monthly report
            migrationBuilder.Sql("{|PHM2001:CREATE INDEX ix_a ON orders (a)|}");

            migrationBuilder.Sql(
                """
                COMMENT ON TABLE orders IS 'theirs';
                -- the second
                {|PHM2001:CREATE INDEX ix_b
                    ON orders (b)|}; -- with b
                COMMENT ON TABLE users IS 'ours';
                {|PHM2001:CREATE INDEX ix_c ON orders (c)|}
                """);
            """",
            """
            migrationBuilder.Sql("DROP INDEX ix_b");

            migrationBuilder.DropIndex(name: "ix_a");

            migrationBuilder.DropColumn(name: "region_id", table: "orders");
            """),
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.AddColumn<int>(name: "region_id", table: "orders", type: "integer", nullable: true);

            migrationBuilder.Sql(
                """
                COMMENT ON TABLE orders IS 'theirs';
                COMMENT ON TABLE users IS 'ours';
                """);
            """",
            """
            migrationBuilder.DropColumn(name: "region_id", table: "orders");
            """),
        MigrationSource.FollowUp("Concurrently",
            """
            // for the monthly report
            migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix_a ON orders (a)", suppressTransaction: true);
            """,
            """
            migrationBuilder.DropIndex(name: "ix_a");
            """),
        MigrationSource.FollowUp("Concurrently2",
            """"
            migrationBuilder.Sql(
                """
                -- the second
                CREATE INDEX CONCURRENTLY ix_b
                    ON orders (b); -- with b
                """, suppressTransaction: true);
            """",
            """
            migrationBuilder.Sql("DROP INDEX ix_b");
            """),
        MigrationSource.FollowUp("Concurrently3",
            """"
            migrationBuilder.Sql("""CREATE INDEX CONCURRENTLY ix_c ON orders (c)""", suppressTransaction: true);
            """",
            """"
            migrationBuilder.Sql("""DROP INDEX CONCURRENTLY IF EXISTS "ix_c";""", suppressTransaction: true);
            """"));

    [Theory]
    [InlineData("""migrationBuilder.Sql("{|PHM2001:CREATE INDEX ON orders (user_id)|}");""")]
    [InlineData("""migrationBuilder.Sql("BEGIN; {|PHM2001:CREATE INDEX ix ON orders (user_id)|}; COMMIT");""")]
    [InlineData("""migrationBuilder.Sql("SET LOCAL lock_timeout = '5s'; {|PHM2001:CREATE INDEX ix ON orders (user_id)|}");""")]
    [InlineData("""migrationBuilder.Sql("DO $x$ BEGIN {|PHM2001:CREATE INDEX ix ON orders (user_id)|}; END $x$");""")]
    [InlineData("""migrationBuilder.Sql("{|PHM2001:CREATE INDEX ix" + " ON orders (user_id)|}");""")]
    [InlineData("""
        migrationBuilder.Sql("{|PHM2001:CREATE UNIQUE INDEX ix ON orders (user_id)|}");

        migrationBuilder.Sql("ALTER TABLE orders ADD CONSTRAINT uq UNIQUE USING INDEX ix");
        """)]
    [InlineData("""
        migrationBuilder.Sql("{|PHM2001:CREATE UNIQUE INDEX ix ON orders (user_id)|}; INSERT INTO orders VALUES (1) ON CONFLICT DO NOTHING;");
        """)]
    [InlineData("""
        migrationBuilder.Sql("{|PHM2001:CREATE INDEX ix ON orders (user_id)|}");

        migrationBuilder.RenameColumn(name: "user_id", table: "orders", newName: "customer_id");
        """)]
    public Task WhereItCannotBeRight_NothingIsOffered(string up) =>
        FixTest.VerifyNotOfferedAsync(FixKind.Plain, MigrationSource.Scaffolded(up));

    [Theory]
    [InlineData("""migrationBuilder.Sql("DROP INDEX IF EXISTS other; DROP INDEX ix;");""")]
    [InlineData("""if (migrationBuilder.ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL") migrationBuilder.Sql("DROP INDEX ix");""")]
    public Task DropHiddenInDown_NothingIsOffered(string down) => FixTest.VerifyNotOfferedAsync(
        FixKind.Plain,
        MigrationSource.Scaffolded(
            """
            migrationBuilder.Sql("{|PHM2001:CREATE INDEX ix ON orders (user_id)|}");

            migrationBuilder.Sql("COMMENT ON TABLE orders IS 'theirs'");
            """,
            down));
}
