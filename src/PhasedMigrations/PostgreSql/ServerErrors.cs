using Npgsql;

namespace PhasedMigrations.PostgreSql;

/// <summary>What an error of the server or the connection means for the work.</summary>
internal static class ServerErrors
{
    // The server has ended the session: idle_in_transaction_session_timeout, transaction_timeout (17), idle_session_timeout.
    private static readonly HashSet<string> SessionTimeouts = ["25P03", "25P04", "57P05"];

    // Cardinality violation, data exception, integrity constraint, external routine, WITH CHECK OPTION, PL/pgSQL.
    private static readonly HashSet<string> RowClasses = ["21", "22", "23", "38", "39", "44", "P0"];

    public static bool IsLockTimeout(Exception error) => SqlState(error) == PostgresErrorCodes.LockNotAvailable;

    /// <summary>The same work may succeed a moment later.</summary>
    public static bool IsTransient(Exception error) => SqlState(error) is
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>The connection is gone; whether a commit that was under way succeeded is not known.</summary>
    public static bool IsConnectionLoss(Exception error) => error switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections || e.SqlState.StartsWith("08", StringComparison.Ordinal)
            || SessionTimeouts.Contains(e.SqlState),
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>A table of that name is not there, or is another one than before: its pages have to be counted again.</summary>
    public static bool IsOtherTable(Exception error) => SqlState(error) is State.SqlStates.TableRewritten or PostgresErrorCodes.UndefinedTable;

    /// <summary>
    /// The server refuses a row for what is in it: a value, a constraint, a trigger or function of the user. The same statement may do other rows.
    /// </summary>
    public static bool IsRowRefused(Exception error) => SqlState(error) is { } state
        && (RowClasses.Contains(state[..2]) || state == PostgresErrorCodes.ProgramLimitExceeded);

    public static string? SqlState(Exception error) => (error as PostgresException)?.SqlState;

    /// <summary>The server's own words with the SQLSTATE, without the statement, as a sentence with its full stop.</summary>
    public static string Describe(Exception error)
    {
        var text = error is PostgresException e
            // Not the DETAIL: it may hold row values.
            ? $"{e.MessageText}{(e.Hint is null ? "" : $" {e.Hint}")} (SQLSTATE {e.SqlState})"
            : error.Message;
        return text.EndsWith('.') ? text : text + ".";
    }
}
