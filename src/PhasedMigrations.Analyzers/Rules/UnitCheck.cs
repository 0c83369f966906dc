using Microsoft.CodeAnalysis;
using PhasedMigrations.History;
using PhasedMigrations.Model;
using PhasedMigrations.Options;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Rules;

/// <summary>Lets every rule look at every operation of a unit, in the order in which they run.</summary>
internal static class UnitCheck
{
    /// <param name="schema">What earlier units left behind.</param>
    /// <returns>Each finding once, also when a loop comes to the same place again.</returns>
    public static IEnumerable<Diagnostic> Run(MigrationUnit unit, UnitSchema schema, AnalysisOptions options)
    {
        var context = new RuleContext(unit, schema, options);
        for (var i = 0; i < unit.Operations.Length; i++)
        {
            var written = unit.Operations[i];
            if (!IsApplicationsOwn(unit.Kind, written.Operation))
                context.Judge(i, schema.AsApplied(written.Operation));
            schema.Apply(written);
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
