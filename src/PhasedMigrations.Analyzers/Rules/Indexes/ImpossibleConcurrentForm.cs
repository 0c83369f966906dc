using Microsoft.CodeAnalysis;
using PhasedMigrations.History;
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
            case DropIndex { IsConcurrent: true, Indexes: [{ } index] } when context.Schema.TableOfIndex(index) is { } table && IsPartitioned(table, context):
                context.Report($"the index of the partitioned table '{table}' goes from every partition at once; drop it without CONCURRENTLY");
                break;
            case CreateIndex { IsConcurrent: true, Table: { } table } when IsPartitioned(table, context):
                context.Report($"'{table}' is partitioned; create the index ON ONLY it, concurrently on each partition, and attach those");
                break;
        }
    }

    private static bool IsPartitioned(TableName table, RuleContext context) => context.Schema.IsPartitioned(table) == Answer.Yes;
}
