using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Execution;

/// <summary>What to do about a statement that the server refuses altogether.</summary>
internal static class RefusalAdvice
{
    /// <returns>The server's own words, and the next action.</returns>
    public static string For(PostgresException error) => $"{ServerErrors.Describe(error)} {Action(error)}";

    private static string Action(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege =>
            "Grant the right (again), then run again: docs/privileges.md lists what the engine needs. Everything done so far is kept.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            "This server, database or role is read-only: connect to the primary, or set default_transaction_read_only = off for this role; then run again.",
        PostgresErrorCodes.DiskFull =>
            "Make room, then run again: everything done so far is kept.",
        _ when error.SqlState.StartsWith("53", StringComparison.Ordinal) =>
            "Raise that limit or free what is used up, then run again: everything done so far is kept.",
        _ when error.SqlState.StartsWith("42", StringComparison.Ordinal) =>
            "Undo what was changed in the schema, then run again; if the migration is wrong, revert it and register it corrected.",
        _ => "Correct the cause, then run again; everything done so far is kept.",
    };
}
