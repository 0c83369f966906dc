namespace PhasedMigrations.CodeFixes.Tests.Live;

/// <summary>A hazardous migration of the shop. Markup stays out: what is reported is what the analyzer reports.</summary>
/// <param name="NeedsEmptyTables">The original is refused as soon as the table holds a row.</param>
/// <param name="HasPlainFix">PHM1008 has none.</param>
/// <param name="HasPhasedFix">What raw SQL says cannot always be said in phased operations.</param>
/// <param name="OldestServer">The first version that has what the migration asks for.</param>
internal sealed record LiveCase(
    string Name, string Up, string Down, bool NeedsEmptyTables = false, bool HasPlainFix = true, bool HasPhasedFix = true, int OldestServer = 14)
{
    public const int Rows = 2_000;

    /// <summary>What leaves the schema that is asked for where the server refuses the original, or EF Core runs a part of it outside.</summary>
    public string? Means { get; init; }

    /// <summary>The original does not read a table under a lock: what is wrong with it is something else.</summary>
    public bool ScansNothing { get; init; }

    public const string Tables = """
        CREATE SCHEMA sales;
        CREATE TABLE users (id integer PRIMARY KEY, region integer NOT NULL, UNIQUE (id, region));
        CREATE TABLE orders (
            id integer PRIMARY KEY, user_id integer NOT NULL, region integer NOT NULL, city character varying(50), note text, paid boolean);
        CREATE TABLE sales.lines (id integer PRIMARY KEY, order_id integer NOT NULL, code text);
        CREATE INDEX ix_old_region ON orders (region);
        CREATE INDEX "IX old city" ON orders (city);
        """;

    public const string Fill = """
        INSERT INTO users SELECT n, n % 7 FROM generate_series(1, 2000) n;
        INSERT INTO orders SELECT n, n, n % 7, 'city ' || n, CASE WHEN n % 2 = 0 THEN 'note' END, CASE WHEN n % 3 = 0 THEN true END FROM generate_series(1, 2000) n;
        INSERT INTO sales.lines SELECT n, n, 'code ' || n FROM generate_series(1, 2000) n;
        ANALYZE;
        """;

    public MigrationSource Source => MigrationSource.Scaffolded(Up, Down);

    public MigrationSource Runnable => MigrationSource.Scaffolded(Means ?? Up, Down);

    public override string ToString() => Name;

    /// <summary>A call of every rule that has both kinds of fix.</summary>
    public static LiveCase Everything => All[^1];

    public static IReadOnlyList<LiveCase> All { get; } =
    [
        new("index", """
            migrationBuilder.CreateIndex(
                name: "IX_orders_user_id",
                table: "orders",
                column: "user_id");
            """, """
            migrationBuilder.DropIndex(
                name: "IX_orders_user_id",
                table: "orders");
            """),
        new("index with everything", """
            migrationBuilder.CreateIndex(
                name: "IX_lines \"odd\"",
                schema: "sales",
                table: "lines",
                columns: new[] { "code", "order_id" },
                unique: true,
                filter: "order_id > 0",
                descending: new[] { true, false })
                .Annotation("Npgsql:IndexMethod", "btree")
                .Annotation("Npgsql:IndexInclude", new[] { "id" })
                .Annotation("Npgsql:IndexOperators", new[] { "text_pattern_ops", null })
                .Annotation("Npgsql:IndexNullSortOrder", new[] { Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NullSortOrder.NullsLast, Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NullSortOrder.NullsFirst })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70)
                .Annotation("Npgsql:StorageParameter:deduplicate_items", false);
            """, """
            migrationBuilder.DropIndex(
                name: "IX_lines \"odd\"",
                schema: "sales",
                table: "lines");
            """),
        new("index that treats NULLs as equal", """
            migrationBuilder.CreateIndex(
                name: "IX_lines_code",
                schema: "sales",
                table: "lines",
                column: "code",
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false)
                .Annotation("Relational:Collation", new[] { "C" });
            """, """
            migrationBuilder.DropIndex(name: "IX_lines_code", schema: "sales", table: "lines");
            """, OldestServer: 15),
        new("hash index", """
            migrationBuilder.CreateIndex(name: "IX_lines_code", table: "lines", column: "code", schema: "sales")
                .Annotation("Npgsql:IndexMethod", "hash");
            """, """
            migrationBuilder.DropIndex(name: "IX_lines_code", table: "lines", schema: "sales");
            """),
        new("foreign key", """
            migrationBuilder.AddForeignKey(
                name: "FK_orders_users_user_id",
                table: "orders",
                column: "user_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
            """, """
            migrationBuilder.DropForeignKey(
                name: "FK_orders_users_user_id",
                table: "orders");
            """),
        new("foreign keys with everything", """
            migrationBuilder.AddForeignKey(
                name: "FK_orders_users_user_id_region",
                table: "orders",
                columns: new[] { "user_id", "region" },
                principalTable: "users",
                principalColumns: new[] { "id", "region" },
                onUpdate: ReferentialAction.Cascade,
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_lines_orders_order_id",
                schema: "sales",
                table: "lines",
                column: "order_id",
                principalSchema: "public",
                principalTable: "orders",
                onUpdate: ReferentialAction.SetDefault,
                onDelete: ReferentialAction.SetNull);
            """, """
            migrationBuilder.DropForeignKey(name: "FK_orders_users_user_id_region", table: "orders");

            migrationBuilder.DropForeignKey(name: "FK_lines_orders_order_id", schema: "sales", table: "lines");
            """),
        new("required columns", """
            migrationBuilder.AddColumn<string>(name: "a", table: "orders", type: "character varying(20)", maxLength: 20, nullable: false, comment: "it's", collation: "C");

            migrationBuilder.AddColumn<int>(name: "b", table: "orders", type: "integer", nullable: false);

            migrationBuilder.AddColumn<decimal>(name: "c", table: "orders", type: "numeric(18,2)", nullable: false);

            migrationBuilder.AddColumn<bool>(name: "d", table: "orders", type: "boolean", nullable: false);

            migrationBuilder.AddColumn<System.Guid>(name: "e", table: "orders", type: "uuid", nullable: false);

            migrationBuilder.AddColumn<System.DateTime>(name: "f", table: "orders", type: "timestamp with time zone", nullable: false);

            migrationBuilder.AddColumn<System.DateTimeOffset>(name: "g", table: "orders", type: "timestamp with time zone", nullable: false);

            migrationBuilder.AddColumn<System.DateTime>(name: "h", table: "orders", type: "timestamp without time zone", nullable: false);

            migrationBuilder.AddColumn<System.DateOnly>(name: "i", table: "orders", type: "date", nullable: false);

            migrationBuilder.AddColumn<System.TimeOnly>(name: "j", table: "orders", type: "time without time zone", nullable: false);

            migrationBuilder.AddColumn<System.TimeSpan>(name: "k", table: "orders", type: "interval", nullable: false);

            migrationBuilder.AddColumn<byte[]>(name: "l", table: "orders", type: "bytea", nullable: false);

            migrationBuilder.AddColumn<string[]>(name: "m", table: "orders", type: "text[]", nullable: false);

            migrationBuilder.AddColumn<string>(name: "n", table: "orders", type: "jsonb", nullable: false);

            migrationBuilder.AddColumn<double>(name: "o", table: "lines", schema: "sales", type: "double precision", nullable: false);

            migrationBuilder.AddColumn<long>(name: "p", table: "lines", schema: "sales", type: "bigint", nullable: false);
            """, string.Join("\n\n", "abcdefghijklmn".Select(name => $"migrationBuilder.DropColumn(name: \"{name}\", table: \"orders\");")
                .Concat("op".Select(name => $"migrationBuilder.DropColumn(name: \"{name}\", table: \"lines\", schema: \"sales\");"))),
            NeedsEmptyTables: true),
        new("set not null", """
            migrationBuilder.AlterColumn<string>(
                name: "code",
                schema: "sales",
                table: "lines",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);
            """, """
            migrationBuilder.AlterColumn<string>(
                name: "code",
                schema: "sales",
                table: "lines",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");
            """),
        new("set not null among other changes", """
            migrationBuilder.AlterColumn<string>(
                name: "city",
                table: "orders",
                type: "character varying(80)",
                maxLength: 80,
                nullable: false,
                comment: "where to",
                oldClrType: typeof(string),
                oldType: "character varying(50)",
                oldMaxLength: 50,
                oldNullable: true);
            """, """
            migrationBuilder.AlterColumn<string>(
                name: "city",
                table: "orders",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(80)",
                oldMaxLength: 80,
                oldComment: "where to");
            """),
        new("hidden updates", """
            migrationBuilder.AlterColumn<string>(
                name: "note",
                table: "orders",
                type: "text",
                nullable: false,
                defaultValue: "it's \\ empty",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AlterColumn<bool>(
                name: "paid",
                table: "orders",
                type: "boolean",
                nullable: false,
                defaultValueSql: "1 > 2",
                oldClrType: typeof(bool),
                oldType: "boolean",
                oldNullable: true);
            """, """
            migrationBuilder.AlterColumn<string>(
                name: "note",
                table: "orders",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text",
                oldDefaultValue: "it's \\ empty");

            migrationBuilder.AlterColumn<bool>(
                name: "paid",
                table: "orders",
                type: "boolean",
                nullable: true,
                oldClrType: typeof(bool),
                oldType: "boolean",
                oldDefaultValueSql: "1 > 2");
            """, HasPlainFix: false),
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
            migrationBuilder.Sql("ALTER TABLE orders ADD CONSTRAINT fk_user FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;");

            migrationBuilder.Sql("""
                ALTER TABLE sales.lines
                    ADD CONSTRAINT "FK order" FOREIGN KEY (order_id) REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
                    ADD COLUMN note text
                """);
            """", """
            migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk_user; ALTER TABLE sales.lines DROP CONSTRAINT \"FK order\", DROP COLUMN note");
            """, HasPhasedFix: false),
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
            """, """migrationBuilder.Sql("ALTER TABLE orders DROP CONSTRAINT fk_user");""", HasPhasedFix: false),
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
        new("everything at once", """
            migrationBuilder.AlterColumn<string>(name: "city", table: "orders", type: "character varying(50)", nullable: false, oldClrType: typeof(string), oldType: "character varying(50)", oldNullable: true);

            migrationBuilder.AddColumn<int>(name: "rank", table: "orders", type: "integer", nullable: true);

            migrationBuilder.AddColumn<int>(name: "weight", table: "orders", type: "integer", nullable: false);

            migrationBuilder.CreateTable(
                name: "ranks",
                columns: table => new { id = table.Column<int>(type: "integer", nullable: false) },
                constraints: table => table.PrimaryKey("PK_ranks", x => x.id));

            migrationBuilder.CreateIndex(name: "IX_orders_city", table: "orders", column: "city");

            migrationBuilder.CreateIndex(name: "IX_orders_rank", table: "orders", columns: new[] { "rank", "city" });

            migrationBuilder.AddForeignKey(name: "FK_orders_ranks_rank", table: "orders", column: "rank", principalTable: "ranks", principalColumn: "id");

            migrationBuilder.AddForeignKey(name: "FK_orders_users_user_id", table: "orders", column: "user_id", principalTable: "users", principalColumn: "id");
            """, """
            migrationBuilder.DropForeignKey(name: "FK_orders_ranks_rank", table: "orders");

            migrationBuilder.DropForeignKey(name: "FK_orders_users_user_id", table: "orders");

            migrationBuilder.DropTable(name: "ranks");

            migrationBuilder.DropIndex(name: "IX_orders_city", table: "orders");

            migrationBuilder.DropIndex(name: "IX_orders_rank", table: "orders");

            migrationBuilder.DropColumn(name: "weight", table: "orders");

            migrationBuilder.DropColumn(name: "rank", table: "orders");

            migrationBuilder.AlterColumn<string>(name: "city", table: "orders", type: "character varying(50)", nullable: true, oldClrType: typeof(string), oldType: "character varying(50)");
            """, NeedsEmptyTables: true),
    ];
}
