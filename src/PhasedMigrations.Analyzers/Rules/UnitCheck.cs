using Microsoft.CodeAnalysis;
using PhasedMigrations.History;
using PhasedMigrations.Model;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Rules;

/// <summary>Lets every rule look at every operation of a unit, in the order in which they run.</summary>
internal static class UnitCheck
{
    /// <param name="earlier">What earlier units did; null where that is not known.</param>
    /// <param name="sameRun">What ran just before on the same empty database: the tables that it made are as new as the unit's own.</param>
    /// <returns>Each finding once, also when a loop comes to the same place again.</returns>
    public static IEnumerable<Diagnostic> Run(MigrationUnit unit, EarlierColumns? earlier, AnalysisOptions options, IEnumerable<Operation>? sameRun = null)
    {
        var history = new UnitHistory();
        foreach (var operation in sameRun ?? [])
            history.Apply(operation);
        var context = new RuleContext(unit, history, options);
        var before = new List<Operation>();
        for (var i = 0; i < unit.Operations.Length; i++)
        {
            var written = unit.Operations[i].Operation;
            if (!IsApplicationsOwn(unit.Kind, written))
                context.Judge(i, earlier?.AsApplied(written, before) ?? written);
            history.Apply(written);
            before.Add(written);
        }

        var reported = new HashSet<string>(StringComparer.Ordinal);
        return Precedence.Apply(context.Findings)
            .Select(finding => finding.Diagnostic)
            .Concat(NotAnalysed(unit))
            .Where(finding => reported.Add(FindingOwners.KeyOf(finding)));
    }

    /// <summary>SQL that application code puts together as it runs reads and writes rows, nearly always.</summary>
    private static IEnumerable<Diagnostic> NotAnalysed(MigrationUnit unit) => unit.Kind == UnitKind.Command
        ? []
        : unit.NotAnalysed.Select(location => Diagnostic.Create(Descriptors.SqlNotAnalysed, location));

    /// <summary>Application code changes rows: that is what it is for.</summary>
    private static bool IsApplicationsOwn(UnitKind kind, Operation operation) => kind == UnitKind.Command && operation is ChangeRows;
}
