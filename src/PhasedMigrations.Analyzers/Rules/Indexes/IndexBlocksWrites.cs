using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Rules.Indexes;

internal sealed class IndexBlocksWrites : Rule<CreateIndex>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.IndexBlocksWrites;

    protected override void Check(CreateIndex operation, RuleContext context)
    {
        if (context.IsLive(operation.Table) && !operation.IsConcurrent)
            context.Report(Wording.Named("index", operation.Name), Wording.Table(operation.Table));
    }
}
