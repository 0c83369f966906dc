namespace PhasedMigrations.Rules;

/// <summary>Where several rules see the same statement, the most specific speaks alone.</summary>
internal static class Precedence
{
    /// <summary>The rules that stay silent where the rule of the key speaks.</summary>
    private static readonly Dictionary<string, string[]> Silenced = new(StringComparer.Ordinal)
    {
        ["PHM1008"] = ["PHM1007"],
        ["PHM2004"] = ["PHM2001", "PHM2010"],
        ["PHM2007"] = ["PHM2004", "PHM2005", "PHM2010"],
        ["PHM5002"] = ["PHM5001"],
        ["PHM5003"] = ["PHM5001", "PHM5002"],
    };

    /// <summary>The findings of one unit without those about which a more specific rule has spoken.</summary>
    public static IEnumerable<Finding> Apply(IReadOnlyList<Finding> findings) => findings.Count < 2
        ? findings
        : findings.Where(finding => !findings.Any(other => Silences(other, finding)));

    private static bool Silences(Finding specific, Finding general) =>
        specific.Operation.Statement == general.Operation.Statement
        && Silenced.TryGetValue(specific.Rule.Descriptor.Id, out var silenced)
        && silenced.Contains(general.Rule.Descriptor.Id)
        && specific.Diagnostic.Location.SourceSpan.OverlapsWith(general.Diagnostic.Location.SourceSpan);
}
