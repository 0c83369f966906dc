using System.Text.RegularExpressions;
using Npgsql;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Scripts;

/// <summary>Runs a migration script as psql does: one statement after the other on one session, split at the semicolons outside quotes.</summary>
internal static partial class PsqlScript
{
    public static async Task RunAsync(string connectionString, string script, CancellationToken cancellationToken)
    {
        // A semicolon inside a statement must stay there: without parameters Npgsql splits nothing that it does not have to, but a batch
        // command is never split at all.
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var statement in Statements(script))
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(statement) } };
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public static IReadOnlyList<string> Statements(string script) =>
        [.. Statement().Matches(script).Select(match => match.Value.Trim()).Where(text => text.Length > 0)];

    // What has no semicolon of its own: dollar-quoted text, strings, quoted identifiers, comments.
    [GeneratedRegex(
        """
        (?: (?<tag>\$\w*\$) .*? \k<tag> | '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | [^;] )+ ;?
        """,
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Statement();
}
