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
            {body}
                PERFORM set_config('search_path', previous_search_path, true),
                    set_config('lock_timeout', previous_lock_timeout, true),
                    set_config('client_min_messages', previous_messages, true);
            END

            """;
        return $"DO {Quote.Dollar(text, "phased")}";
    }
}
