namespace PhasedMigrations.CodeFixes.Tests.RawSql;

public sealed class PhasedIndexTests
{
    [Fact]
    public Task Indexes_BecomePhased() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql("{|PHM2001:CREATE INDEX IF NOT EXISTS ix_a ON Orders (user_id)|};");

            migrationBuilder.Sql(
                """
                COMMENT ON TABLE users IS 'ours';
                -- newest first
                {|PHM2004:CREATE UNIQUE INDEX CONCURRENTLY "Ix b"
                    ON sales."Lines" USING btree (code DESC NULLS LAST, order_id ASC)
                    INCLUDE (total)
                    WHERE code IS NOT NULL
                        AND order_id > 0|};
                """);
            """",
            """
            migrationBuilder.Sql("DROP INDEX sales.\"Ix b\"");

            migrationBuilder.DropIndex(name: "ix_a");
            """),
        MigrationSource.Phased(
            """"
            migrationBuilder.Phased("AddThings", phased => phased
                .CreateIndex(name: "ix_a", table: "orders", column: "user_id"));

            migrationBuilder.Sql(
                """
                COMMENT ON TABLE users IS 'ours';
                """);

            migrationBuilder.Phased("AddThings2", phased => phased
                // newest first
                .CreateIndex(
                    name: "Ix b",
                    table: "Lines",
                    columns: new[] { "code", "order_id" },
                    schema: "sales",
                    unique: true,
                    filter: "code IS NOT NULL AND order_id > 0",
                    descending: new[] { true, false },
                    method: "btree",
                    include: new[] { "total" },
                    nullSortOrder: new[] { PhasedMigrations.NullSortOrder.NullsLast, PhasedMigrations.NullSortOrder.Unspecified }));
            """",
            """
            migrationBuilder.RevertPhased("AddThings2");

            migrationBuilder.RevertPhased("AddThings");
            """));

    [Theory]
    [InlineData("(lower(a))")]
    [InlineData("(a text_pattern_ops)")]
    [InlineData("(a COLLATE \\\"C\\\")")]
    [InlineData("(a) WITH (fillfactor = 70)")]
    [InlineData("(a) NULLS NOT DISTINCT")]
    [InlineData("(a) TABLESPACE fast")]
    public Task WhatThePhasedOperationCannotSay_NothingIsOffered(string definition) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased, MigrationSource.Scaffolded($"migrationBuilder.Sql(\"{{|PHM2001:CREATE INDEX ix ON orders {definition}|}}\");"));
}
