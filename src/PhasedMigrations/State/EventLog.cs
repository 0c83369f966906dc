using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>The rows of phased.events: every decision of the engine, for whoever looks later.</summary>
internal static class EventLog
{
    public static Task WriteAsync(NpgsqlConnection connection, string migration, string kind, string message, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "INSERT INTO phased.events (migration, kind, message) VALUES ($1, $2, $3)", [migration, kind, message], cancellationToken);
}
