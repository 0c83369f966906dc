namespace PhasedMigrations.CodeFixes.Tests.RawSql;

public sealed class PhasedForeignKeyTests
{
    [Fact]
    public Task KeysAmongOtherActions_BecomePhased() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE sales."Lines"
                    ADD COLUMN total numeric,
                    {|PHM3001:ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE|},
                    {|PHM3001:ADD CONSTRAINT "FK b" FOREIGN KEY (b_id, "Year") REFERENCES archive.b ON UPDATE SET NULL DEFERRABLE|};
                COMMENT ON TABLE a IS 'b';
                """);

            // and the last
            migrationBuilder.Sql("/* ours */ ALTER TABLE ONLY orders {|PHM3001:ADD CONSTRAINT fk_c FOREIGN KEY (c_id) REFERENCES c INITIALLY DEFERRED|}");
            """",
            """
            migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk_c");

            migrationBuilder.Sql("ALTER TABLE sales.\"Lines\" DROP CONSTRAINT fk_a, DROP CONSTRAINT \"FK b\", DROP COLUMN total");
            """),
        MigrationSource.Phased(
            """"
            migrationBuilder.Sql(
                """
                ALTER TABLE sales."Lines"
                    ADD COLUMN total numeric;
                COMMENT ON TABLE a IS 'b';
                """);

            migrationBuilder.Phased("AddThings", phased => phased
                .AddForeignKey(
                    name: "fk_a",
                    table: "Lines",
                    column: "a_id",
                    principalTable: "a",
                    principalColumn: "id",
                    schema: "sales",
                    onDelete: ForeignKeyAction.Cascade)
                .AddForeignKey(
                    name: "FK b",
                    table: "Lines",
                    columns: new[] { "b_id", "Year" },
                    principalTable: "b",
                    schema: "sales",
                    principalSchema: "archive",
                    onUpdate: ForeignKeyAction.SetNull,
                    deferral: ForeignKeyDeferral.Deferrable)
                // and the last
                // ours
                .AddForeignKey(
                    name: "fk_c",
                    table: "orders",
                    column: "c_id",
                    principalTable: "c",
                    deferral: ForeignKeyDeferral.InitiallyDeferred));
            """",
            """
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.Sql("ALTER TABLE sales.\"Lines\" DROP COLUMN total");
            """));

    [Fact]
    public Task ValidationOfAKey_JoinsItInAPhasedOne() => FixTest.VerifyPhasedAsync(
        MigrationSource.Scaffolded(
            """"
            // new orders first
            migrationBuilder.Sql("ALTER TABLE orders ADD CONSTRAINT fk_a FOREIGN KEY (a_id) REFERENCES a NOT VALID");

            migrationBuilder.Sql("UPDATE users SET a = 1 WHERE id = 5");

            migrationBuilder.Sql(
                """
                COMMENT ON TABLE a IS 'ours';
                -- then all
                ALTER TABLE orders {|PHM3006:VALIDATE CONSTRAINT fk_a|};
                ALTER TABLE orders ADD CONSTRAINT fk_b FOREIGN KEY (b_id) REFERENCES b (id) ON DELETE SET NULL NOT VALID;
                ALTER TABLE orders {|PHM3006:VALIDATE CONSTRAINT fk_b|};
                """);
            """",
            """migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk_b; ALTER TABLE orders DROP CONSTRAINT fk_a");"""),
        MigrationSource.Phased(
            """"
            migrationBuilder.Phased("AddThings", phased => phased
                // new orders first
                // then all
                .AddForeignKey(name: "fk_a", table: "orders", column: "a_id", principalTable: "a"));

            migrationBuilder.Sql("UPDATE users SET a = 1 WHERE id = 5");

            migrationBuilder.Sql(
                """
                COMMENT ON TABLE a IS 'ours';
                """);

            migrationBuilder.Phased("AddThings2", phased => phased
                .AddForeignKey(
                    name: "fk_b",
                    table: "orders",
                    column: "b_id",
                    principalTable: "b",
                    principalColumn: "id",
                    onDelete: ForeignKeyAction.SetNull));
            """",
            """
            migrationBuilder.RevertPhased("AddThings");

            migrationBuilder.RevertPhased("AddThings2");
            """));

    [Theory]
    [InlineData("(a_id) REFERENCES a MATCH FULL")]
    [InlineData("(a_id, b_id) REFERENCES a ON DELETE SET NULL (b_id)")]
    [InlineData("(a_id, PERIOD b_id) REFERENCES a (id, PERIOD valid)")]
    public async Task WhatThePhasedOperationCannotSay_NothingIsOffered(string key)
    {
        await FixTest.VerifyNotOfferedAsync(
            FixKind.Phased,
            MigrationSource.Scaffolded($"migrationBuilder.Sql(\"ALTER TABLE orders {{|PHM3001:ADD CONSTRAINT fk FOREIGN KEY {key}|}}\");"));
        await FixTest.VerifyNotOfferedAsync(
            FixKind.Phased,
            MigrationSource.Scaffolded(
                $"migrationBuilder.Sql(\"ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY {key} NOT VALID; ALTER TABLE orders {{|PHM3006:VALIDATE CONSTRAINT fk|}}\");"));
    }

    private const string Key = "ALTER TABLE orders {|PHM3001:ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a|}";

    [Theory]
    [InlineData("ALTER TABLE orders {|PHM3001:ADD FOREIGN KEY (a_id) REFERENCES a|}")]
    [InlineData("ALTER TABLE IF EXISTS orders {|PHM3001:ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a|}")]
    [InlineData("DO $x$ BEGIN " + Key + "; END $x$")]
    [InlineData("BEGIN; " + Key + "; COMMIT")]
    [InlineData(Key + "; DELETE FROM a WHERE id = 1")] // its rows would have gone with it
    [InlineData(Key + "; SET search_path = sales")]
    [InlineData(Key + "; ALTER TABLE a RENAME TO b")]
    [InlineData(Key + ", DROP CONSTRAINT fk")]
    [InlineData("ALTER TABLE orders ADD COLUMN b int, -- then\n{|PHM3001:ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a|}")]
    public Task KeyThatCannotWait_IsNotOffered(string sql) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased, MigrationSource.Scaffolded($"migrationBuilder.Sql(@\"{sql}\");"));

    [Theory]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT fk CHECK (a_id > 0) NOT VALID; {0}")] // no phased operation adds a check
    [InlineData("ALTER TABLE orders ADD COLUMN b int; {0}")] // the key is an earlier migration's
    [InlineData("ALTER TABLE sales.orders ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a NOT VALID; LOCK TABLE orders; {0}")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a NOT VALID; DELETE FROM a WHERE id = 1; {0}")]
    [InlineData("ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES a NOT VALID; {0}; ALTER TABLE orders ALTER CONSTRAINT fk DEFERRABLE")]
    public Task ValidationThatNoPhasedKeyReplaces_IsNotOffered(string sql) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased,
        MigrationSource.Scaffolded($"migrationBuilder.Sql(\"{string.Format(null, sql, "ALTER TABLE orders {|PHM3006:VALIDATE CONSTRAINT fk|}")}\");"));

    [Theory]
    [InlineData("""migrationBuilder.Sql("DO $x$ BEGIN ALTER TABLE orders DROP CONSTRAINT fk; END $x$");""")]
    [InlineData("""migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk; ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES b");""")]
    [InlineData("""migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (a_id) REFERENCES b");""")]
    [InlineData("""migrationBuilder.Sql(System.Environment.NewLine);""")]
    [InlineData("""
        const string Fk = "fk";
        migrationBuilder.Sql("COMMENT ON TABLE a IS 'b'; ALTER TABLE orders DROP CONSTRAINT " + Fk);
        """)]
    public Task KeyThatIsDroppedOutOfSight_IsNotOffered(string down) => FixTest.VerifyNotOfferedAsync(
        FixKind.Phased, MigrationSource.Scaffolded($"migrationBuilder.Sql(\"{Key}\");", down));
}
