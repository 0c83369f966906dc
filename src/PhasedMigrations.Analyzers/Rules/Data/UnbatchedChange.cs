using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Rules.Data;

internal sealed class UnbatchedChange : Rule<ChangeRows>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.UnbatchedChange;

    protected override void Check(ChangeRows operation, RuleContext context)
    {
        if (context.IsLive(operation.Table) && RowChanges.IsUnbatched(operation, context))
            context.Report(RowChanges.Sentence(operation));
    }
}
