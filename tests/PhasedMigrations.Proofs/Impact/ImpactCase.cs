namespace PhasedMigrations.Proofs.Impact;

/// <summary>One operation as a user writes it, to be predicted by the analyzer and executed on servers.</summary>
/// <param name="Name">Shown by the test runner.</param>
/// <param name="Up">The body of a migration's <c>Up</c>.</param>
/// <param name="Since">The first major version that knows the statement.</param>
internal sealed record ImpactCase(string Name, string Up, int Since = 0)
{
    /// <summary>The tables that the cases change: each holds rows, purchase has the parents' keys in it.</summary>
    public const string Shop =
        """
        CREATE TABLE customer (id int PRIMARY KEY);
        CREATE TABLE purchase (id int PRIMARY KEY, customer_id int, parent_id int, state text);
        CREATE SEQUENCE purchase_number;
        INSERT INTO customer SELECT i FROM generate_series(1, 100) i;
        INSERT INTO purchase SELECT i, i, i, CASE WHEN i % 2 = 0 THEN 'paid' END FROM generate_series(1, 100) i;
        """;

    /// <summary>No row of purchase is NULL any more, as SET NOT NULL alone demands.</summary>
    public const string Filled = "UPDATE purchase SET state = 'new' WHERE state IS NULL";

    public static readonly IReadOnlyList<ImpactCase> All =
    [
        Column("nullable column", "nullable: true"),
        Column("nullable column with a literal default", "nullable: true, defaultValue: 0"),
        Column("required column with a literal default", "nullable: false, defaultValue: 0"),
        Column("required column with a SQL literal", "nullable: false, defaultValueSql: \"5\""),
        Column("required column without a default", "nullable: false"),
        Column<DateTime>("required column with a stable default", "nullable: false, defaultValueSql: \"now()\""),
        Column<DateTime>("required column with a stable keyword default", "nullable: false, defaultValueSql: \"CURRENT_TIMESTAMP\""),
        Column<DateTime>("nullable column with a volatile default", "nullable: true, defaultValueSql: \"clock_timestamp()\""),
        Column<Guid>("required column with a random default", "nullable: false, defaultValueSql: \"gen_random_uuid()\""),
        Column<string>("column whose literal default only looks volatile", "nullable: true, defaultValueSql: \"'random()'\""),
        Column("identity column", "nullable: false", Strategy("IdentityByDefaultColumn")),
        Column("identity always column", "nullable: false", Strategy("IdentityAlwaysColumn")),
        Column("serial column", "nullable: false", Strategy("SerialColumn")),
        Column("column of type serial", "nullable: false, type: \"serial\""),
        Column("column that counts by a sequence", "nullable: false, defaultValueSql: \"nextval('purchase_number')\""),
        Column("stored computed column", "nullable: true, computedColumnSql: \"customer_id * 2\", stored: true"),
        Column("virtual computed column", "nullable: true, computedColumnSql: \"customer_id * 2\", stored: false") with { Since = 18 },
        Column("required virtual computed column", "nullable: false, computedColumnSql: \"customer_id * 2\", stored: false") with { Since = 18 },
        Column("computed column that says neither", "nullable: true, computedColumnSql: \"customer_id * 2\"") with { Since = 18 },

        new("nullable to required", $"""{Filling} {Required("")}"""),
        new("nullable to required with a literal default", Required(", defaultValue: \"new\"")),
        new("nullable to required with a SQL default", Required(", defaultValueSql: \"'new'\"")),

        Index("plain index", ""),
        Index("unique index", ", unique: true"),
        Index("filtered index", ", filter: \"customer_id > 50\""),
        Index("concurrent index", "", """.Annotation("Npgsql:CreatedConcurrently", true)"""),
        Index("concurrent unique index", ", unique: true", """.Annotation("Npgsql:CreatedConcurrently", true)"""),

        ForeignKey("foreign key", "customer_id", "customer", ""),
        ForeignKey("cascading foreign key", "customer_id", "customer", ", onDelete: ReferentialAction.Cascade"),
        ForeignKey("foreign key to the same table", "parent_id", "purchase", ""),
    ];

    private const string Filling = "/* rows are filled */";

    public bool NeedsFilledRows => Up.Contains(Filling, StringComparison.Ordinal);

    private static string Strategy(string name) =>
        $""".Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.{name})""";

    private static ImpactCase Column(string name, string arguments, string annotation = "") => Column<int>(name, arguments, annotation);

    private static ImpactCase Column<T>(string name, string arguments, string annotation = "") => new(
        name, $"""migrationBuilder.AddColumn<{typeof(T).FullName}>(name: "extra", table: "purchase", {arguments}){annotation};""");

    private static string Required(string arguments) =>
        $"""
        migrationBuilder.AlterColumn<string>(
            name: "state", table: "purchase", type: "text", nullable: false{arguments},
            oldClrType: typeof(string), oldType: "text", oldNullable: true);
        """;

    private static ImpactCase Index(string name, string arguments, string annotation = "") => new(
        name, $"""migrationBuilder.CreateIndex(name: "ix_purchase_customer_id", table: "purchase", column: "customer_id"{arguments}){annotation};""");

    private static ImpactCase ForeignKey(string name, string column, string principal, string arguments) => new(
        name,
        $"""
        migrationBuilder.AddForeignKey(
            name: "fk_purchase", table: "purchase", column: "{column}", principalTable: "{principal}", principalColumn: "id"{arguments});
        """);
}
