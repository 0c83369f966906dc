using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>The shop of <see cref="PlainShop"/>, hardened in phases, with ordinary operations before and after the phased call.</summary>
public sealed class PhasedShop(string connectionString, Action<NpgsqlDbContextOptionsBuilder>? npgsql = null) : DbContext
{
    public const string Created = "20260101000000_CreateShop";

    public const string Hardened = "20260102000000_HardenShop";

    public const string Contracted = "20260103000000_ContractShop";

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString, npgsql);

    [DbContext(typeof(PhasedShop)), Migration(Created)]
    public sealed class CreateShop : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => ShopTables.Create(migrationBuilder, schema: null);

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "orders");
            migrationBuilder.DropTable(name: "customers");
        }
    }

    [DbContext(typeof(PhasedShop)), Migration(Hardened)]
    public sealed class HardenShop : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "note", table: "orders", type: "text", nullable: true);
            migrationBuilder.Phased("HardenShop", phased => phased
                .AddRequiredColumn(table: "orders", column: "priority", type: "integer", existingRows: "0")
                .AddRequiredColumn(
                    table: "orders", column: "reference", type: "text", existingRows: "'ORD-' || id", comment: "What the customer quotes.")
                .Backfill(table: "orders", set: "status = 'new'", where: "status IS NULL")
                .SetNotNull(table: "orders", column: "status")
                .CreateIndex(
                    name: "ix_orders_customer_id_placed_at",
                    table: "orders",
                    columns: ["customer_id", "placed_at"],
                    filter: "placed_at IS NOT NULL",
                    descending: [false, true],
                    include: ["status"])
                .AddForeignKey(
                    name: "fk_orders_customers_customer_id",
                    table: "orders",
                    column: "customer_id",
                    principalTable: "customers",
                    principalColumn: "id",
                    onDelete: ForeignKeyAction.Cascade));
            migrationBuilder.AddColumn<string>(name: "remark", table: "orders", type: "text", nullable: true);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "remark", table: "orders");
            migrationBuilder.RevertPhased("HardenShop");
            migrationBuilder.DropColumn(name: "note", table: "orders");
        }
    }

    [DbContext(typeof(PhasedShop)), Migration(Contracted)]
    public sealed class ContractShop : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Contract("HardenShop");

        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
