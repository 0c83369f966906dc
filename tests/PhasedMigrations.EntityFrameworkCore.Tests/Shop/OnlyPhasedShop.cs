using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>A migration that holds nothing but a phased call, over the tables of <see cref="PhasedShop"/>.</summary>
public sealed class OnlyPhasedShop(string connectionString, Action<NpgsqlDbContextOptionsBuilder>? npgsql = null) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString, npgsql);

    [DbContext(typeof(OnlyPhasedShop)), Migration("20260101000000_RequireStatus")]
    public sealed class RequireStatus : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Phased("RequireStatus", phased => phased
                .Backfill(table: "orders", set: "status = 'new'", where: "status IS NULL")
                .SetNotNull(table: "orders", column: "status"));

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.RevertPhased("RequireStatus");
    }
}
