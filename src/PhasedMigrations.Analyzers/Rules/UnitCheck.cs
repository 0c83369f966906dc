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
    /// <param name="terms">How the rules are set for the unit, one by one; as the file says where units have no order.</param>
    /// <returns>Each finding once, also when a loop comes to the same place again.</returns>
    public static IEnumerable<Diagnostic> Run(MigrationUnit unit, UnitSchema schema, AnalysisOptions options, RuleTerms? terms = null)
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
        terms ??= new RuleTerms(options.Rules, hasRunBy: _ => false);
        return Suppressing.Apply(unit, Precedence.Apply(context.Findings), terms)
            .Concat(NotAnalysed(unit))
            .Where(finding => reported.Add(FindingOwners.KeyOf(finding)))
            .Select(terms.Graded)
            .OfType<Diagnostic>();
    }

    /// <summary>SQL that application code puts together as it runs reads and writes rows, nearly always.</summary>
    private static IEnumerable<Diagnostic> NotAnalysed(MigrationUnit unit) => unit.Kind == UnitKind.Command
        ? []
        : unit.NotAnalysed.Select(location => Diagnostic.Create(Descriptors.SqlNotAnalysed, location));

    /// <summary>Application code changes rows: that is what it is for.</summary>
    private static bool IsApplicationsOwn(UnitKind kind, Operation operation) => kind == UnitKind.Command && operation is ChangeRows;
}
