using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Rules.Columns;

internal sealed class HiddenFullTableUpdate : Rule<AlterColumn>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.HiddenFullTableUpdate;

    protected override void Check(AlterColumn operation, RuleContext context)
    {
        if (context.IsLive(operation.Table) && context.Impact.Work.HasFlag(TableWork.Update))
            context.Report(Wording.Column(operation.Column), Wording.Table(operation.Table));
    }
}
