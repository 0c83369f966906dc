using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>A shop whose migrations name no schema, run with a search path or a default schema other than <c>public</c>.</summary>
public sealed class SalesShop(string connectionString, string? defaultSchema) : DbContext
{
    public const string Created = "20260101000000_CreateShop";

    public const string Required = "20260102000000_RequireStatus";

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable("__EFMigrationsHistory", defaultSchema))
            .ReplaceService<IModelCacheKeyFactory, SchemaModelCacheKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        if (defaultSchema is not null) modelBuilder.HasDefaultSchema(defaultSchema);
    }

    private string? DefaultSchema => defaultSchema;

    [DbContext(typeof(SalesShop)), Migration(Created)]
    public sealed class CreateShop : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => ShopTables.Create(migrationBuilder, schema: null);
    }

    [DbContext(typeof(SalesShop)), Migration(Required)]
    public sealed class RequireStatus : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "note", table: "orders", type: "text", nullable: true);
            migrationBuilder.Phased("RequireStatus", phased => phased
                .Backfill(table: "orders", set: "status = 'new'", where: "status IS NULL")
                .SetNotNull(table: "orders", column: "status"));
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RevertPhased("RequireStatus");
            migrationBuilder.DropColumn(name: "note", table: "orders");
        }
    }

    private sealed class SchemaModelCacheKey : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context.GetType(), ((SalesShop)context).DefaultSchema, designTime);
    }
}
