using System.Text.RegularExpressions;

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

    private static readonly Regex Literal = new("'(?:[^']|'')*'", RegexOptions.CultureInvariant);

    private static readonly Regex FunctionName = new("""([A-Za-z_][A-Za-z0-9_$]*)"?\s*\(""", RegexOptions.CultureInvariant);

    /// <param name="expression">The expression as written; null when it could not be computed, which counts as stable.</param>
    public static bool IsVolatile(string? expression)
    {
        if (expression is null)
            return false;

        foreach (Match call in FunctionName.Matches(Literal.Replace(expression, "''")))
        {
            if (VolatileFunctions.Contains(call.Groups[1].Value))
                return true;
        }

        return false;
    }
}
