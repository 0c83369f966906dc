using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.PostgreSql;

/// <summary>
/// Tells which SQL defaults give every row a value of its own. ADD COLUMN evaluates a stable or immutable default once and keeps
/// the value in the catalog; for a volatile one it writes the table anew.
/// </summary>
internal static class DefaultVolatility
{
    /// <summary>
    /// Functions that pg_proc.provolatile calls volatile and that serve as defaults, those of the extensions uuid-ossp and pgcrypto
    /// included. Any other function is taken for stable: what a user wrote for themselves cannot be known from here.
    /// </summary>
    internal static readonly IReadOnlyCollection<string> VolatileFunctions = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "clock_timestamp", "currval", "gen_random_bytes", "gen_random_uuid", "gen_salt", "lastval", "nextval", "random", "random_normal",
        "setval", "timeofday", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "uuidv4", "uuidv7",
    };

    /// <param name="expression">The expression as written; null when it could not be computed, which counts as stable.</param>
    public static bool IsVolatile(string? expression)
    {
        if (expression is null)
            return false;

        var lexer = new SqlLexer(expression);
        var previous = default(SqlToken);
        while (lexer.Next() is { Kind: not SqlTokenKind.End } token)
        {
            if (token.Kind == SqlTokenKind.OpenParenthesis && NameOf(previous, expression) is { } function && VolatileFunctions.Contains(function))
                return true;
            if (token.Kind is not (SqlTokenKind.LineComment or SqlTokenKind.BlockComment))
                previous = token;
        }

        return false;
    }

    private static string? NameOf(SqlToken token, string text) => token.Kind switch
    {
        SqlTokenKind.Identifier => text.Substring(token.Start, token.Length),
        SqlTokenKind.QuotedIdentifier => text.Substring(token.Start + 1, token.Length - 2),
        _ => null,
    };
}
