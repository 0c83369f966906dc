using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Rules.Columns;

internal sealed class RequiredColumnWithoutDefault : Rule<AddColumn>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.RequiredColumnWithoutDefault;

    protected override void Check(AddColumn operation, RuleContext context)
    {
        if (context.IsLive(operation.Table) && context.Impact.FailsOnExistingRows)
            context.Report(Wording.RequiredColumn(operation.Column), Wording.Table(operation.Table));
    }
}
