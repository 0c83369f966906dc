using System.Globalization;
using Npgsql;

namespace PhasedMigrations.PostgreSql;

/// <summary>Settings of one transaction. They end with it, so nothing leaks through a connection pool.</summary>
internal sealed record SessionSettings(string SearchPath, TimeSpan LockTimeout, TimeSpan StatementTimeout)
{
    /// <summary>Zero means no limit, as for the server's own settings.</summary>
    public static readonly TimeSpan NoLimit = TimeSpan.Zero;

    public Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            SELECT set_config('search_path', $1, true), set_config('lock_timeout', $2, true), set_config('statement_timeout', $3, true),
                -- Bounds travel as text; the server must read them as it wrote them.
                set_config('datestyle', 'ISO, YMD', true), set_config('client_min_messages', 'warning', true),
                -- Rows that a policy hides from this role would be passed over in silence; like this the server refuses instead.
                set_config('row_security', 'off', true)
            """,
            [SearchPath, Milliseconds(LockTimeout), Milliseconds(StatementTimeout)], cancellationToken);

    public static string Milliseconds(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
