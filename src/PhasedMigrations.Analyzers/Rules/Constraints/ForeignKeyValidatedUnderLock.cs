using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Rules.Constraints;

internal sealed class ForeignKeyValidatedUnderLock : Rule<AddForeignKey>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ForeignKeyValidatedUnderLock;

    protected override void Check(AddForeignKey operation, RuleContext context)
    {
        if (context.IsLive(operation.Table))
            context.Report(Wording.Named("foreign key", operation.Name), BlockedTables(operation, context), Wording.Table(operation.Table));
    }

    /// <summary>Both tables are locked; nobody waits for one that the migration has just created, nor twice for the same.</summary>
    private static string BlockedTables(AddForeignKey operation, RuleContext context) =>
        operation.PrincipalTable == operation.Table || !context.IsLive(operation.PrincipalTable)
            ? Wording.Table(operation.Table)
            : $"{Wording.Table(operation.Table)} and {Wording.Table(operation.PrincipalTable, "the referenced table")}";
}
