using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>Rows of a source without their copy. In one snapshot there are none: source and copy change in the same transactions.</summary>
internal static class MissingCopies
{
    /// <param name="source">The source, quoted.</param>
    /// <param name="target">The table that holds the copies, quoted.</param>
    /// <param name="mapping">How they are matched.</param>
    public static string Count(string source, string target, CopyMapping mapping)
    {
        var row = Quote.Identifier(mapping.Copy.Table);
        var missing = $"NOT EXISTS (SELECT 1 FROM {target} AS phased_copy WHERE {mapping.Matches("phased_copy", row)})";
        return $"SELECT count(*) FROM {source} AS {row} WHERE {Conditions.Join(missing, mapping.Copy.Where)}";
    }
}
