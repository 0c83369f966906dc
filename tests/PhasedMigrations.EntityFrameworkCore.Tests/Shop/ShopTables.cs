using Microsoft.EntityFrameworkCore.Migrations;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>The shop's first migration, and the rows that running code has written since.</summary>
internal static class ShopTables
{
    public static void Create(MigrationBuilder migrationBuilder, string? schema)
    {
        migrationBuilder.CreateTable(
            name: "customers",
            schema: schema,
            columns: table => new { id = table.Column<int>(type: "integer", nullable: false) },
            constraints: table => table.PrimaryKey("pk_customers", row => row.id));
        migrationBuilder.CreateTable(
            name: "orders",
            schema: schema,
            columns: table => new
            {
                id = table.Column<int>(type: "integer", nullable: false),
                customer_id = table.Column<int>(type: "integer", nullable: true),
                placed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                status = table.Column<string>(type: "text", nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_orders", row => row.id));
    }

    public const string Rows = """
        INSERT INTO customers (id) SELECT n FROM generate_series(1, 10) AS n;
        INSERT INTO orders (id, customer_id, placed_at, status)
        SELECT n, n % 10 + 1, now(), CASE WHEN n % 2 = 0 THEN 'paid' END FROM generate_series(1, 100) AS n;
        """;
}
