using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Rules.Columns;

internal sealed class SetNotNullScan : Rule<AlterColumn>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.SetNotNullScan;

    protected override void Check(AlterColumn operation, RuleContext context)
    {
        if (context.IsLive(operation.Table) && context.Impact.Work == TableWork.Scan)
            context.Report(Wording.Column(operation.Column), Wording.Table(operation.Table));
    }
}
