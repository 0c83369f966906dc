namespace PhasedMigrations.Rules.Data;

/// <summary>
/// Whether a column is called like a key, so that given values of it are few rows. A condition alone proves nothing:
/// <c>WHERE status = 'x'</c> may be half of the table.
/// </summary>
internal static class RowKeys
{
    private static readonly HashSet<string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "ids", "uuid", "guid", "oid", "ctid", "key", "code", "slug", "name", "email", "username",
    };

    /// <summary>PostgreSQL folds ClaimSetName without quotes to claimsetname.</summary>
    private static readonly string[] Endings = ["id", "uuid", "guid", "key", "code", "slug", "name", "email"];

    /// <summary>Words that only end like one.</summary>
    private static readonly HashSet<string> NoKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "bid", "grid", "hybrid", "invalid", "paid", "prepaid", "unpaid", "valid", "void",
    };

    public static bool IsKey(string column)
    {
        var word = LastWord(column);
        return Keys.Contains(word) || (Endings.Any(ending => word.EndsWith(ending, StringComparison.Ordinal)) && !NoKeys.Contains(word));
    }

    /// <summary>order_id, OrderId, OrderID.</summary>
    private static string LastWord(string name)
    {
        var start = name.LastIndexOf('_') + 1;
        for (var i = name.Length - 1; i > start; i--)
        {
            if (char.IsUpper(name[i]) && char.IsLower(name[i - 1]))
                start = i;
        }

        return name.Substring(start);
    }
}
