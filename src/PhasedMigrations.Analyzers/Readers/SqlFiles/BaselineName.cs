using System.Text.RegularExpressions;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>
/// Names such as 0030-ForeignKeys or V3__indexes: they tell kinds of objects, where an increment tells what it is for. Words that
/// every script of the baseline has, such as the product's name, tell nothing.
/// </summary>
internal sealed class BaselineName
{
    private static readonly Regex Word = new("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", RegexOptions.CultureInvariant);

    private static readonly HashSet<string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        "schemas", "extensions", "types", "enums", "domains", "sequences", "tables", "columns", "keys", "indexes", "indices",
        "constraints", "checks", "defaults", "views", "functions", "procedures", "routines", "triggers", "comments", "properties",
        "grants", "permissions", "privileges", "roles", "partitions", "policies", "fks", "pks",
        "schema", "baseline", "base", "init", "initial", "ddl", "structure",
    };

    private static readonly HashSet<string> Qualifiers = new(StringComparer.OrdinalIgnoreCase)
    {
        "primary", "foreign", "key", "unique", "stored", "extended", "materialized", "id", "column", "table", "check", "and", "all", "pk", "fk", "V",
    };

    private HashSet<string>? _common;

    /// <param name="name">Of the script, with its version and without its ending.</param>
    public bool IsOnlyKinds(string name)
    {
        var kinds = 0;
        foreach (var word in WordsOf(name))
        {
            if (Kinds.Contains(word))
                kinds++;
            else if (!Qualifiers.Contains(word) && _common?.Contains(word) != true)
                return false;
        }

        return kinds > 0 || name.EndsWith("ForeignKey", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The script belongs to the baseline.</summary>
    public void Add(string name)
    {
        if (_common is null)
            _common = new HashSet<string>(WordsOf(name), StringComparer.OrdinalIgnoreCase);
        else
            _common.IntersectWith(WordsOf(name));
    }

    private static IEnumerable<string> WordsOf(string name) => Word.Matches(name).Cast<Match>().Select(word => word.Value);
}
