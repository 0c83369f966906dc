namespace PhasedMigrations.CodeFixes.Tests.Live;

/// <summary>Hazardous migrations whose SQL is written by hand.</summary>
internal static class RawSqlCases
{
    public static IReadOnlyList<LiveCase> All { get; } =
    [
        new("raw index among others", """"
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.Sql(
                """
                SET lock_timeout = '5s';
                -- newest first
                CREATE UNIQUE INDEX IF NOT EXISTS "IX rank"
                    ON orders USING btree (rank DESC NULLS LAST, lower(city)) INCLUDE (paid) WITH (fillfactor = 70)
                    WHERE user_id > 0; -- the others have none
                COMMENT ON TABLE orders IS 'what was bought';
                CREATE INDEX ix_user ON orders (user_id);
                """);
            """", """
            migrationBuilder.Sql("DROP INDEX IF EXISTS ix_user");

            migrationBuilder.Sql("DROP INDEX \"IX rank\"; ");

            migrationBuilder.Sql("COMMENT ON TABLE orders IS NULL");

            migrationBuilder.DropColumn(name: "rank", table: "orders");
            """, HasPhasedFix: false),
        new("raw foreign keys", """"
            const string Users = "ALTER TABLE orders ADD CONSTRAINT fk_user FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;";
            migrationBuilder.Sql(Users);

            migrationBuilder.Sql("""
                ALTER TABLE sales.lines
                    ADD CONSTRAINT "FK order" FOREIGN KEY (order_id) REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
                    ADD COLUMN note text
                """);
            """", """
            migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk_user; ALTER TABLE sales.lines DROP CONSTRAINT \"FK order\", DROP COLUMN note");
            """),
        new("raw foreign keys with everything", """"
            migrationBuilder.Sql("""
                ALTER TABLE orders
                    ADD CONSTRAINT "FK Region" FOREIGN KEY (user_id, region) REFERENCES public.users (id, region) MATCH SIMPLE
                        ON DELETE SET DEFAULT ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
                    ALTER paid SET DEFAULT false,
                    ADD CONSTRAINT fk_self FOREIGN KEY (id) REFERENCES orders ON UPDATE RESTRICT ON DELETE NO ACTION NOT DEFERRABLE;
                ALTER TABLE ONLY sales.lines ADD CONSTRAINT fk_order FOREIGN KEY (order_id) REFERENCES orders ON DELETE SET NULL ON UPDATE SET NULL;
                """);
            """", """
            migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT \"FK Region\", ALTER paid DROP DEFAULT");

            migrationBuilder.Sql("ALTER TABLE IF EXISTS orders DROP CONSTRAINT IF EXISTS fk_self CASCADE");

            migrationBuilder.DropForeignKey(name: "fk_order", schema: "sales", table: "lines");
            """),
        new("raw concurrent index in the transaction", """"
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.Sql(@"
                COMMENT ON TABLE users IS 'ours';
                CREATE INDEX CONCURRENTLY ""IX rank"" ON orders (lower(city), rank);
                COMMENT ON TABLE orders IS 'theirs';
                VACUUM users;");

            migrationBuilder.Sql("REINDEX INDEX CONCURRENTLY ix_old_region");
            """", """
            migrationBuilder.Sql("COMMENT ON TABLE users IS NULL; COMMENT ON TABLE orders IS NULL");

            migrationBuilder.DropIndex(name: "IX rank", table: "orders");

            migrationBuilder.DropColumn(name: "rank", table: "orders");
            """, HasPhasedFix: false)
        {
            Means = """
                migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

                migrationBuilder.Sql("CREATE INDEX \"IX rank\" ON orders (lower(city), rank); COMMENT ON TABLE users IS 'ours'; COMMENT ON TABLE orders IS 'theirs'");
                """,
        },
        new("raw concurrent index beside its settings", """
            migrationBuilder.Sql("SET statement_timeout = 0; CREATE INDEX CONCURRENTLY ix_user ON orders (user_id); RESET statement_timeout;", suppressTransaction: true);
            """, """migrationBuilder.Sql("DROP INDEX ix_user");""", HasPhasedFix: false)
        {
            Means = """migrationBuilder.Sql("CREATE INDEX ix_user ON orders (user_id)");""",
        },
        new("raw concurrent index unless it exists", """
            migrationBuilder.Sql("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"IX code\" ON sales.lines (code)", suppressTransaction: true);
            """, """migrationBuilder.Sql("DROP INDEX sales.\"IX code\"");""")
        {
            Means = """migrationBuilder.Sql("CREATE INDEX \"IX code\" ON sales.lines (code)");""",
        },
        new("raw drop of several indexes", """
            migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS ix_old_region, \"IX old city\"", suppressTransaction: true);
            """, """
            migrationBuilder.Sql("CREATE INDEX ix_old_region ON orders (region); CREATE INDEX \"IX old city\" ON orders (city);");
            """, HasPhasedFix: false)
        {
            Means = """migrationBuilder.Sql("DROP INDEX ix_old_region, \"IX old city\"");""",
            ScansNothing = true,
        },
        new("raw drop of an index with CASCADE", """
            migrationBuilder.Sql("DROP INDEX CONCURRENTLY ix_old_region CASCADE", suppressTransaction: true);
            """, """
            migrationBuilder.Sql("CREATE INDEX ix_old_region ON orders (region)");
            """, HasPhasedFix: false)
        {
            Means = """migrationBuilder.Sql("DROP INDEX ix_old_region");""",
            ScansNothing = true,
        },
        new("concurrent index that shares its migration", """
            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.CreateIndex(name: "IX_rank", table: "orders", column: "rank", filter: "rank > 0")
                .Annotation("Npgsql:CreatedConcurrently", true);
            """, """
            migrationBuilder.DropIndex(name: "IX_rank", table: "orders");

            migrationBuilder.DropColumn(name: "rank", table: "orders");
            """)
        {
            Means = """
                migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

                migrationBuilder.CreateIndex(name: "IX_rank", table: "orders", column: "rank", filter: "rank > 0");
                """,
        },
        new("raw validation", """
            migrationBuilder.Sql("ALTER TABLE orders ADD CONSTRAINT fk_user FOREIGN KEY (user_id) REFERENCES users NOT VALID");

            migrationBuilder.Sql("COMMENT ON TABLE users IS NULL; ALTER TABLE orders VALIDATE CONSTRAINT fk_user;");
            """, """migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk_user");"""),
        new("raw validation in one text", """
            migrationBuilder.Sql(@"
                ALTER TABLE orders ADD CONSTRAINT fk_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID, ALTER note SET DEFAULT '';
                COMMENT ON TABLE orders IS 'what was bought';
                ALTER TABLE orders VALIDATE CONSTRAINT fk_user;
                ALTER TABLE sales.lines ADD CONSTRAINT fk_order FOREIGN KEY (order_id) REFERENCES orders DEFERRABLE INITIALLY DEFERRED NOT VALID;
                ALTER TABLE sales.lines VALIDATE CONSTRAINT fk_order;");
            """, """
            migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk_user; ALTER TABLE sales.lines DROP CONSTRAINT fk_order; ALTER TABLE orders ALTER note DROP DEFAULT");

            migrationBuilder.Sql("COMMENT ON TABLE orders IS NULL");
            """),
        new("raw validation of a check", """
            migrationBuilder.Sql("ALTER TABLE orders ADD CONSTRAINT ck_user CHECK (user_id > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT ck_user;");
            """, """migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT ck_user");""", HasPhasedFix: false),
        new("raw indexes", """
            migrationBuilder.Sql("CREATE INDEX ix_user ON orders USING hash (user_id); CREATE UNIQUE INDEX IF NOT EXISTS \"IX id\" ON orders (city DESC, id ASC NULLS FIRST) INCLUDE (paid) WHERE NOT region IS NULL");
            """, """
            migrationBuilder.Sql("DROP INDEX ix_user");

            migrationBuilder.DropIndex(name: "IX id", table: "orders");
            """),
        new("raw updates", """
            migrationBuilder.Sql("UPDATE orders SET note = 'it''s ' || city WHERE note IS NULL AND city IS NOT NULL");

            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.AddColumn<string>(name: "Level", table: "orders", type: "text", nullable: true);

            migrationBuilder.Sql("UPDATE public.orders SET region = 9 WHERE region = 3; UPDATE orders SET rank = user_id % 5, \"Level\" = upper(city)");
            """, """
            migrationBuilder.DropColumn(name: "rank", table: "orders");

            migrationBuilder.DropColumn(name: "Level", table: "orders");
            """, HasPlainFix: false) { ScansNothing = true },
        new("raw update before the column is required", """
            migrationBuilder.Sql("UPDATE orders SET paid = false WHERE paid IS NULL");

            migrationBuilder.AlterColumn<bool>(name: "paid", table: "orders", type: "boolean", nullable: false, oldClrType: typeof(bool), oldType: "boolean", oldNullable: true);
            """, """
            migrationBuilder.AlterColumn<bool>(name: "paid", table: "orders", type: "boolean", nullable: true, oldClrType: typeof(bool), oldType: "boolean");
            """, HasPlainFix: false),
        new("raw set not null", """
            migrationBuilder.Sql("COMMENT ON TABLE orders IS 'theirs'; ALTER TABLE sales.lines ALTER code SET NOT NULL;");
            """, """
            migrationBuilder.Sql("ALTER TABLE sales.lines ALTER code DROP NOT NULL; COMMENT ON TABLE orders IS NULL");
            """),
        new("raw loops", """"
            migrationBuilder.Sql("""
                DO $$
                BEGIN
                    LOOP
                        UPDATE orders SET note = 'it''s ' || city
                        WHERE id IN (SELECT id FROM orders WHERE note IS NULL AND city IS NOT NULL ORDER BY id LIMIT 300 FOR UPDATE);
                        EXIT WHEN NOT FOUND;
                    END LOOP;
                END $$;
                """);

            migrationBuilder.Sql(@"
                DO $$
                DECLARE changed int; size int := 500;
                BEGIN
                    LOOP
                        WITH batch AS (SELECT ctid FROM public.orders WHERE region = 3 LIMIT size)
                        UPDATE public.orders SET region = 9 FROM batch WHERE orders.ctid = batch.ctid;
                        GET DIAGNOSTICS changed = ROW_COUNT;
                        RAISE NOTICE '% rows', changed;
                        EXIT WHEN changed < size;
                    END LOOP;
                END $$;");
            """", "", HasPlainFix: false) { ScansNothing = true },
        new("raw loops that delete", """"
            migrationBuilder.Sql("ALTER TABLE sales.lines ADD CONSTRAINT fk_order FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE NOT VALID");

            migrationBuilder.Sql("""
                DO $$
                BEGIN
                    LOOP
                        DELETE FROM sales.lines
                        WHERE ctid = ANY (ARRAY (SELECT ctid FROM sales.lines WHERE code LIKE '%7' AND order_id > 100 LIMIT 300));
                        EXIT WHEN NOT FOUND;
                    END LOOP;
                END $$;
                """);

            migrationBuilder.Sql(@"
                DO $$
                DECLARE gone int; size int := 500;
                BEGIN
                    LOOP
                        WITH batch AS (SELECT id FROM public.orders WHERE region = 3 AND note IS NULL ORDER BY id LIMIT size FOR UPDATE)
                        DELETE FROM public.orders USING batch WHERE orders.id = batch.id;
                        GET DIAGNOSTICS gone = ROW_COUNT;
                        RAISE NOTICE '% rows', gone;
                        EXIT WHEN gone < size;
                    END LOOP;
                END $$;");
            """", """migrationBuilder.Sql("ALTER TABLE sales.lines DROP CONSTRAINT fk_order");""", HasPlainFix: false) { ScansNothing = true },
    ];
}
