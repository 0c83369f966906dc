using Microsoft.EntityFrameworkCore.Migrations;

namespace PhasedMigrations;

internal static class NpgsqlProvider
{
    private const string Name = "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <exception cref="NotSupportedException">The migration runs on another provider.</exception>
    public static void Require(MigrationBuilder migrationBuilder, string call, string name)
    {
        // Without a provider the builder only collects operations for somebody to look at; EF Core always names one when it runs them.
        if (migrationBuilder.ActiveProvider is null or Name)
            return;
        throw new NotSupportedException(
            $"{call}(\"{name}\") needs PostgreSQL through {Name}; this migration runs on {migrationBuilder.ActiveProvider}. "
            + "When one assembly migrates several databases, guard the call with if (migrationBuilder.IsNpgsql()).");
    }
}
