using Microsoft.CodeAnalysis;
using PhasedMigrations.Readers;
using PhasedMigrations.Readers.Suppressions;

namespace PhasedMigrations.Rules;

/// <summary>Takes away what comments in SQL suppress, and says which comments suppress nothing.</summary>
internal static class Suppressing
{
    public static IEnumerable<Diagnostic> Apply(MigrationUnit unit, IEnumerable<Finding> findings, RuleTerms terms)
    {
        if (unit.Suppressions.IsEmpty)
            return findings.Select(finding => finding.Diagnostic);

        var used = new HashSet<(string, Location)>();
        var left = new List<Diagnostic>();
        foreach (var finding in findings)
        {
            var id = finding.Rule.Descriptor.Id;
            var silencing = finding.Operation.Suppressions.Where(suppression => suppression.Silences(id)).ToList();
            used.UnionWith(silencing.Select(suppression => (id, suppression.Place.Location)));
            if (silencing.Count == 0)
                left.Add(finding.Diagnostic);
        }

        used.UnionWith(unit.Suppressions
            .Where(suppression => suppression.HidesWhatIsNotAnalysed)
            .Select(suppression => (Descriptors.SqlNotAnalysed.Id, suppression.Place.Location)));
        return left.Concat(unit.Suppressions.SelectMany(suppression => Complaints(suppression, used, terms)));
    }

    private static IEnumerable<Diagnostic> Complaints(Suppression suppression, HashSet<(string Id, Location)> used, RuleTerms terms)
    {
        var location = suppression.Place.Location;
        if (!suppression.HasReason)
            yield return Diagnostic.Create(Descriptors.SuppressionWithoutReason, location);

        var where = suppression.IsForFile ? location.IsInSource ? "this string" : "this file" : "the next statement";
        if (suppression.RuleIds.IsEmpty && !used.Any(use => use.Item2.Equals(location)))
            yield return Diagnostic.Create(Descriptors.UnusedSuppression, location, $"no rule reports anything in {where}");

        foreach (var id in suppression.RuleIds.Where(id => !used.Contains((id, location))))
        {
            if (!Catalog.ById.TryGetValue(id, out var rule))
                yield return Diagnostic.Create(Descriptors.UnusedSuppression, location, $"there is no rule {id}");
            else if (!Catalog.IsSuppressible(rule))
                yield return Diagnostic.Create(Descriptors.UnusedSuppression, location, $"{id} cannot be suppressed by a comment");
            else if (terms.Speaks(rule))
                yield return Diagnostic.Create(Descriptors.UnusedSuppression, location, $"{id} reports nothing in {where}");
        }
    }
}
