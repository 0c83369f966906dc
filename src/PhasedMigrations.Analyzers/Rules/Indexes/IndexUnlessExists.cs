using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Rules.Indexes;

internal sealed class IndexUnlessExists : Rule<CreateIndexUnlessExists>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.IndexUnlessExists;

    protected override void Check(CreateIndexUnlessExists operation, RuleContext context)
    {
        if (context.IsLive(operation.Table) && !context.Before().Any(earlier => Drops(earlier.Operation, operation.Name)))
            context.Report(Wording.Named("index", operation.Name));
    }

    private static bool Drops(Operation operation, string? index) =>
        operation is DropIndex drop && drop.Indexes.Any(name => name is null || index is null || name.Value.Name == index);
}
