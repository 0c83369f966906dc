using Microsoft.CodeAnalysis;
using PhasedMigrations.Options;

namespace PhasedMigrations.Rules;

/// <summary>How the rules are set for one unit, rule by rule.</summary>
/// <param name="hasRunBy">Whether the unit has run by the time that the migration or version of that name has.</param>
internal sealed class RuleTerms(RuleSettings settings, Func<string, bool> hasRunBy)
{
    /// <summary>The rule says what it finds here.</summary>
    public bool Speaks(DiagnosticDescriptor rule) => settings.IsEnabled(rule) && !IsOver(rule.Id);

    /// <summary>The finding in the severity that it has here; null for none.</summary>
    public Diagnostic? Graded(Diagnostic finding) => IsOver(finding.Id) ? null : settings.Grade(finding);

    private bool IsOver(string ruleId) => settings.StartAfterOf(ruleId) is { } last && hasRunBy(last);
}
