using System.Globalization;
using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Execution;

/// <summary>Who holds the lock that a session waits for.</summary>
internal static class Blockers
{
    /// <summary>
    /// One sentence a blocker, or null when the session does not wait. At most 80 characters of its statement are shown, and none from its first string on:
    /// this is logged and stored, and the values of somebody else's statement are nobody's business.
    /// </summary>
    public static async Task<string?> DescribeAsync(NpgsqlConnection connection, int waitingProcess, CancellationToken cancellationToken)
    {
        var blockers = await connection.QueryAsync(
            """
            SELECT b.pid, coalesce(nullif(a.application_name, ''), 'no application name'), coalesce(a.state, 'unknown state'),
                extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.query_start))::float8,
                left(regexp_replace(regexp_replace(coalesce(a.query, ''), '(''|\$([[:alpha:]_]\w*)?\$).*', '…'), '\s+', ' ', 'g'), 80)
            FROM unnest(pg_blocking_pids($1)) AS b(pid)
            LEFT JOIN pg_stat_activity a ON a.pid = b.pid
            GROUP BY 1, 2, 3, 4, 5
            ORDER BY 4 DESC NULLS LAST
            LIMIT 5
            """,
            [waitingProcess], Describe, cancellationToken).ConfigureAwait(false);
        return blockers.Count == 0 ? null : string.Join("; ", blockers);
    }

    private static string Describe(NpgsqlDataReader reader)
    {
        var since = reader.IsDBNull(3) ? "" : string.Create(CultureInfo.InvariantCulture, $" for {reader.GetDouble(3):0.0} s");
        var statement = reader.GetString(4) is { Length: > 0 } text ? $", last statement: {text}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"pid {reader.GetInt32(0)} ({reader.GetString(1)}, {reader.GetString(2)}{since}{statement})");
    }
}
