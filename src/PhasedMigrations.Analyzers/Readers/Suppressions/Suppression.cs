using System.Collections.Immutable;

namespace PhasedMigrations.Readers.Suppressions;

/// <summary>A comment in SQL that silences rules.</summary>
/// <param name="RuleIds">Empty for every rule.</param>
/// <param name="Place">Of the comment.</param>
internal sealed record Suppression(ImmutableArray<string> RuleIds, bool HasReason, bool IsForFile, Place Place)
{
    /// <summary>It covers SQL that could not be analysed.</summary>
    public bool HidesWhatIsNotAnalysed { get; init; }

    public bool Silences(string ruleId) => RuleIds.IsEmpty || RuleIds.Contains(ruleId);
}
