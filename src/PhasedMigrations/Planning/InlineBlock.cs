using System.Globalization;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>The frame of every inline block: a DO statement that waits briefly for locks and leaves the session's settings as they were.</summary>
internal static class InlineBlock
{
    public static string Write(string comment, string declarations, string body)
    {
        var milliseconds = ((int)InlineMigration.LockTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        var text = $"""

            -- {comment.ReplaceLineEndings(" ")}
            DECLARE
                previous_lock_timeout CONSTANT text := current_setting('lock_timeout');
                previous_search_path CONSTANT text := current_setting('search_path');
                previous_messages CONSTANT text := current_setting('client_min_messages');
            {declarations}
            BEGIN
                -- No statement of this block queues for a lock, and so in front of the application, longer than this.
                PERFORM set_config('lock_timeout', '{milliseconds}', true), set_config('client_min_messages', 'warning', true);
                BEGIN
            {body}
                EXCEPTION WHEN lock_not_available THEN
                    RAISE EXCEPTION 'no lock within {milliseconds} ms, nothing was changed; run the migration again when these transactions have ended: %', (
                        SELECT coalesce(string_agg(format('pid %s (%s, %s, for %s s)', a.pid, coalesce(nullif(a.application_name, ''), 'no application name'),
                            coalesce(a.state, 'unknown state'), round(extract(epoch FROM clock_timestamp() - a.xact_start)::numeric, 1)), '; ' ORDER BY a.xact_start), 'none any more')
                        FROM pg_stat_activity a
                        WHERE a.pid <> pg_backend_pid() AND a.datname = current_database()
                            AND EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384))
                        USING ERRCODE = 'lock_not_available';
                END;
                PERFORM set_config('search_path', previous_search_path, true),
                    set_config('lock_timeout', previous_lock_timeout, true),
                    set_config('client_min_messages', previous_messages, true);
            END

            """;
        return $"DO {Quote.Dollar(text, "phased")}";
    }
}
