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
        .. RawSqlCases.All,
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
