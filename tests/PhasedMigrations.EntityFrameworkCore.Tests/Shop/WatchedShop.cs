using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>A migration that writes down the settings of its transaction before and after each of its phased calls.</summary>
public sealed class WatchedShop(string connectionString) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString);

    [DbContext(typeof(WatchedShop)), Migration("20260104000000_RequireStatusWatched")]
    public sealed class RequireStatusWatched : Migration
    {
        private const string WriteDown = """
            INSERT INTO settings_seen
            SELECT concat_ws('|', current_setting('lock_timeout'), current_setting('search_path'), current_setting('client_min_messages'));
            """;

        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("CREATE TABLE settings_seen (text text);");
            migrationBuilder.Sql(WriteDown);
            migrationBuilder.Phased("RequireStatus", phased => phased
                .Backfill(table: "orders", set: "status = 'new'", where: "status IS NULL")
                .SetNotNull(table: "orders", column: "status"));
            migrationBuilder.Sql(WriteDown);
            migrationBuilder.Contract("RequireStatus");
            migrationBuilder.Sql(WriteDown);
            migrationBuilder.RevertPhased("RequireStatus");
            migrationBuilder.Sql(WriteDown);
        }
    }
}
