using System.Globalization;
using System.Text;
using Npgsql;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>
/// A condition that told which rows were to be done, asked again later: a row that nobody has written since then must give the same answer, or nobody
/// can tell what the answer was.
/// </summary>
/// <param name="Sql">Rows that matched then and still do.</param>
/// <param name="Refusal">Why that cannot be asked; null when it can.</param>
internal sealed record LastingCondition(string Sql, string? Refusal)
{
    private static readonly HashSet<string> TimeFunctions = ["now", "transaction_timestamp", "statement_timestamp"];

    private static readonly HashSet<string> Words = ["current_time", "localtime", "current_user", "session_user", "current_role"];

    private static readonly HashSet<string> Functions = ["age", "txid_current", "pg_current_xact_id", "txid_current_snapshot", "pg_current_snapshot"];

    /// <param name="connection">Knows the functions.</param>
    /// <param name="condition">As the user wrote it.</param>
    /// <param name="at">When rows that matched had to be done.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public static async Task<LastingCondition> ForAsync(
        NpgsqlConnection connection, string condition, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var tokens = SqlTokenizer.Tokenize(condition);
        if (tokens.Exists(token => token.IsKeyword("select")))
            return new("", "its condition reads other rows, which may have changed since");
        if (tokens.Where((_, i) => IsOther(tokens, i)).Select(token => token.Identifier).FirstOrDefault() is { } moment)
            return new("", $"{moment} in its condition gives another value in another transaction");
        if (await UnsteadyAsync(connection, tokens, cancellationToken).ConfigureAwait(false) is { } function)
            return new("", $"the function {function} in its condition may give another value each time (declare it IMMUTABLE if it does not)");
        var then = Then(condition, tokens, at);
        return new(then == condition ? $"({condition}\n)" : $"({then}\n) AND ({condition}\n)", Refusal: null);
    }

    private static bool IsOther(List<SqlToken> tokens, int i) => tokens[i] is { Kind: SqlTokenKind.Word, Identifier: { } name }
        && (Words.Contains(name) || (Functions.Contains(name) && IsCall(tokens, i)));

    private static bool IsCall(List<SqlToken> tokens, int i) => i + 1 < tokens.Count && tokens[i + 1].IsSymbol('(');

    // A row that has come of age since was not to be done then.
    private static string Then(string condition, List<SqlToken> tokens, DateTimeOffset? at)
    {
        if (at is null)
            return condition;
        var moment = $"'{at.Value.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}+00'::timestamptz";
        var text = new StringBuilder();
        var end = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Moment(tokens, i) is not var (cast, last))
                continue;
            text.Append(condition, end, tokens[i].Start - end).Append('(').Append(moment).Append(cast).Append(')');
            end = tokens[last].End;
            i = last;
        }

        return text.Append(condition, end, condition.Length - end).ToString();
    }

    private static (string Cast, int Last)? Moment(List<SqlToken> tokens, int i)
    {
        if (tokens[i] is not { Kind: SqlTokenKind.Word, Identifier: { } name } || (i > 0 && tokens[i - 1].IsSymbol('.')))
            return null;
        var isCall = IsCall(tokens, i);
        if (TimeFunctions.Contains(name))
            return isCall && i + 2 < tokens.Count && tokens[i + 2].IsSymbol(')') ? ("", i + 2) : null;
        // A precision may follow: the moment is as precise as it is.
        return name switch
        {
            "current_timestamp" => ("", isCall ? i + 3 : i),
            "localtimestamp" => ("::timestamp", isCall ? i + 3 : i),
            "current_date" => ("::date", i),
            _ => null,
        };
    }

    private static async Task<string?> UnsteadyAsync(NpgsqlConnection connection, List<SqlToken> tokens, CancellationToken cancellationToken)
    {
        var called = tokens.Where((token, i) => token.Identifier is not null && IsCall(tokens, i))
            .Select(token => token.Identifier).ToArray();
        return await connection.ScalarAsync<string>(
            """
            SELECT proname::text
            FROM pg_proc
            WHERE proname = ANY ($1) AND (provolatile = 'v' OR (provolatile = 's' AND pronamespace <> 'pg_catalog'::regnamespace))
            LIMIT 1
            """,
            [called], cancellationToken).ConfigureAwait(false);
    }
}
