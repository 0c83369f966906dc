namespace PhasedMigrations.Bench.Corpus;

/// <summary>The names and types that migrations are made of: in a Flyway project <c>order_items</c>, in an EF Core one <c>"OrderItems"</c>.</summary>
internal sealed class Names
{
    /// <summary>A project has so many tables; its migrations name them again and again.</summary>
    private const int TableCount = 150;

    private static readonly string[] Nouns =
    [
        "order", "customer", "product", "invoice", "payment", "shipment", "address", "account", "session", "event", "audit", "ledger",
        "price", "stock", "item", "category", "tag", "review", "cart", "coupon", "refund", "region", "store", "supplier", "warehouse",
        "employee", "role", "permission", "setting",
    ];

    private static readonly string[] Columns =
    [
        "id", "name", "email", "status", "total", "amount", "created_at", "updated_at", "deleted_at", "description", "quantity", "price",
        "currency", "country", "code", "is_active", "user_id", "order_id", "customer_id", "product_id", "parent_id", "external_id",
        "metadata", "payload", "notes", "kind", "position", "version",
    ];

    private static readonly string[] Types =
    [
        "bigint", "integer", "text", "varchar(255)", "numeric(18, 2)", "timestamp with time zone", "boolean", "uuid", "jsonb", "date",
        "character varying(64)[]", "double precision",
    ];

    private static readonly string[] Rest =
    [
        "", "", "", " NULL", " NOT NULL", " NOT NULL DEFAULT 0", " DEFAULT now() NOT NULL", " NOT NULL DEFAULT ''::text",
        " DEFAULT gen_random_uuid()", " NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'",
    ];

    private readonly SeededRandom _random;
    private readonly bool _isPascalCase;
    private readonly string[] _tables;

    public Names(SeededRandom random, bool isPascalCase)
    {
        _random = random;
        _isPascalCase = isPascalCase;
        _tables = [.. Enumerable.Range(0, TableCount).Select(_ => _random.Of<string>(["", "", "public.", "shop."]) + Written(Object()))];
    }

    public string Noun() => _random.Of<string>(Nouns);

    public string Type() => _random.Of<string>(Types);

    public string Column() => Written(_random.Of<string>(Columns));

    public string Table() => _random.Of<string>(_tables);

    /// <summary>The name of an index, constraint or trigger.</summary>
    public string Named(string prefix) => Written(prefix + "_" + Object());

    public string ColumnList(int most) => string.Join(", ", Enumerable.Range(0, _random.Between(1, most)).Select(_ => Column()));

    /// <summary>A column in CREATE TABLE or ADD COLUMN.</summary>
    public string Definition() => $"{Column()} {Type()}{_random.Of<string>(Rest)}";

    private string Object() => $"{Noun()}_{Noun()}{_random.Of<string>(["", "s", "_" + _random.Between(1, 99)])}";

    private string Written(string name) => _isPascalCase ? $"\"{string.Concat(name.Split('_').Select(Capital))}\"" : name;

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
