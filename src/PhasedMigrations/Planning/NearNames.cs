namespace PhasedMigrations.Planning;

/// <summary>Which existing names a wrong one may have meant.</summary>
internal static class NearNames
{
    /// <summary>A sentence with a leading space, or nothing when no name is near.</summary>
    public static string Suggest(string wrong, IEnumerable<string> existing)
    {
        var near = existing
            .Select(name => (Name: name, Distance: Distance(Fold(wrong), Fold(name))))
            .Where(candidate => candidate.Distance <= Math.Max(1, wrong.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(3)
            .Select(candidate => candidate.Name)
            .ToList();
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    // EmailVerified and email_verified are the most frequent confusion: letter case and underscores do not count.
    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    // Levenshtein, one row at a time.
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[b.Length];
    }
}
