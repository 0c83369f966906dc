using Microsoft.CodeAnalysis;
using PhasedMigrations.Rules.Columns;
using PhasedMigrations.Rules.Constraints;
using PhasedMigrations.Rules.Data;
using PhasedMigrations.Rules.Indexes;

namespace PhasedMigrations.Rules;

/// <summary>Every rule there is. A new rule is one file, one descriptor and one line here.</summary>
internal static class Catalog
{
    public static readonly IReadOnlyList<Rule> Rules =
    [
        new RequiredColumnWithoutDefault(),
        new SetNotNullScan(),
        new HiddenFullTableUpdate(),
        new IndexBlocksWrites(),
        new ConcurrentInTransaction(),
        new IndexUnlessExists(),
        new ImpossibleConcurrentForm(),
        new NonTransactionalShared(),
        new ForeignKeyValidatedUnderLock(),
        new ValidatedUnderLock(),
        new UnbatchedChange(),
        new ChangeUnderSchemaLock(),
        new LoopInOneTransaction(),
    ];

    /// <summary>What is said of the analysis itself.</summary>
    private static readonly DiagnosticDescriptor[] OfTheAnalysis =
    [
        Descriptors.SqlNotAnalysed,
        Descriptors.UnusedSuppression,
        Descriptors.SuppressionWithoutReason,
        Descriptors.AnalysisFailed,
        Descriptors.InvalidConfiguration,
    ];

    /// <summary>Everything that can be reported, by id.</summary>
    public static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> ById =
        Rules.Select(rule => rule.Descriptor).Concat(OfTheAnalysis).ToDictionary(descriptor => descriptor.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>A comment in SQL silences rules, and what is said of SQL that is not understood; the rest concerns the analysis itself.</summary>
    public static bool IsSuppressible(DiagnosticDescriptor descriptor) =>
        descriptor == Descriptors.SqlNotAnalysed || !OfTheAnalysis.Contains(descriptor);
}
