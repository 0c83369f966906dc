using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>The shop as plain EF Core operations build it: what every phased path has to end at.</summary>
public sealed class PlainShop(string connectionString) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString);

    [DbContext(typeof(PlainShop)), Migration("20260101000000_CreateShop")]
    public sealed class CreateShop : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => ShopTables.Create(migrationBuilder, schema: null);
    }

    [DbContext(typeof(PlainShop)), Migration("20260102000000_HardenShop")]
    public sealed class HardenShop : Migration
    {
        private static readonly string[] IncludedColumns = ["status"];

        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "note", table: "orders", type: "text", nullable: true);
            migrationBuilder.AddColumn<int>(name: "priority", table: "orders", type: "integer", nullable: false);
            migrationBuilder.AddColumn<string>(
                name: "reference", table: "orders", type: "text", nullable: false, comment: "What the customer quotes.");
            migrationBuilder.AlterColumn<string>(name: "status", table: "orders", type: "text", nullable: false, oldType: "text", oldNullable: true);
            migrationBuilder.CreateIndex(
                    name: "ix_orders_customer_id_placed_at",
                    table: "orders",
                    columns: ["customer_id", "placed_at"],
                    filter: "placed_at IS NOT NULL",
                    descending: [false, true])
                .Annotation("Npgsql:IndexInclude", IncludedColumns);
            migrationBuilder.AddForeignKey(
                name: "fk_orders_customers_customer_id",
                table: "orders",
                column: "customer_id",
                principalTable: "customers",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
            migrationBuilder.AddColumn<string>(name: "remark", table: "orders", type: "text", nullable: true);
        }
    }
}
