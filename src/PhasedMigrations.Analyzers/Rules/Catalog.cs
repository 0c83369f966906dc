using PhasedMigrations.Rules.Columns;
using PhasedMigrations.Rules.Constraints;
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
        new ForeignKeyValidatedUnderLock(),
    ];
}
