using System.Net.Sockets;
using Npgsql;

namespace PhasedMigrations.Tool.Output;

/// <summary>Errors in the user's words: one sentence, what to do next, and the exit code.</summary>
internal static class ErrorText
{
    public static (string Message, int ExitCode) For(Exception error) => error switch
    {
        UsageException or PhasedMigrationException => (error.Message, ExitCode.Refused),
        OperationCanceledException => ("Stopped before anything was changed; run the same command again.", ExitCode.Waiting),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            ($"The server refused the login: {refused.MessageText}. Check user and password.", ExitCode.Refused),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing =>
            ($"{Sentence(missing.MessageText)} Check the database name.", ExitCode.Refused),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            ($"{Sentence(denied.MessageText)} docs/privileges.md lists the rights the tool needs.", ExitCode.Refused),
        PostgresException answer =>
            ($"{Sentence(answer.MessageText)} (SQLSTATE {answer.SqlState}) Run again with --verbose for the details.", ExitCode.NeedsAttention),
        NpgsqlException or SocketException or TimeoutException =>
            ($"{Sentence(error.Message)} Check host, port and that the server is up.", ExitCode.Refused),
        _ => ($"{Sentence(error.Message)} This is unexpected; run again with --verbose for the details.", ExitCode.NeedsAttention),
    };

    private static string Sentence(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
            return "An error without a message.";
        var capital = char.ToUpperInvariant(trimmed[0]) + trimmed[1..];
        return capital[^1] is '.' or '!' or '?' ? capital : capital + ".";
    }
}
