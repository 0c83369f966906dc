using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;

namespace PhasedMigrations.Rules.Indexes;

internal sealed class ImpossibleConcurrentForm : Rule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ImpossibleConcurrentForm;

    public override void Check(Operation operation, RuleContext context)
    {
        switch (operation)
        {
            case DropIndex { IsConcurrent: true, Indexes.Count: > 1 }:
                context.Report("DROP INDEX CONCURRENTLY takes one index; write a statement for each");
                break;
            case DropIndex { IsConcurrent: true, IsCascade: true }:
                context.Report("DROP INDEX CONCURRENTLY takes no CASCADE; drop what depends on the index first");
                break;
            case CreateIndex { IsConcurrent: true, Table: { } table } when IsPartitioned(table, context):
                context.Report($"'{table}' is partitioned; create the index ON ONLY it, concurrently on each partition, and attach those");
                break;
        }
    }

    /// <summary>The unit has given it a partition.</summary>
    private static bool IsPartitioned(TableName table, RuleContext context) => context.Before().Any(earlier => earlier.Operation switch
    {
        CreatePartition { Parent: { } parent } => parent == table,
        AttachPartition { Parent: { } parent } => parent == table,
        DetachPartition { Parent: { } parent } => parent == table,
        _ => false,
    });
}
