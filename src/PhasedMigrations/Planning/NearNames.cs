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

    // Edit distance where swapping two neighbours is one edit (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            edits[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            edits[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                edits[i, j] = Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return edits[a.Length, b.Length];
    }
}
