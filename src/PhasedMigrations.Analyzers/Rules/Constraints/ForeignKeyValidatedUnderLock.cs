using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Rules.Constraints;

internal sealed class ForeignKeyValidatedUnderLock : Rule<AddForeignKey>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ForeignKeyValidatedUnderLock;

    protected override void Check(AddForeignKey operation, RuleContext context)
    {
        if (context.IsLive(operation.Table))
            context.Report(operation.Name, operation.Table, operation.PrincipalTable);
    }
}
