using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Rules.Columns;

internal sealed class HiddenFullTableUpdate : Rule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.HiddenFullTableUpdate;

    public override void Check(Operation operation, RuleContext context)
    {
        if (!context.Impact.Work.HasFlag(TableWork.Update))
            return;

        switch (operation)
        {
            case AlterColumn column:
                Check(column.Table, $"Making {Wording.Column(column.Column)} required with a default", context);
                break;
            case FillColumn column:
                Check(column.Table, $"Filling {Wording.Column(column.Column)} for existing rows", context);
                break;
        }
    }

    private static void Check(TableName? table, string change, RuleContext context)
    {
        if (context.IsLive(table))
            context.Report(change, Wording.Table(table), context.Impact.Work.HasFlag(TableWork.Scan) ? ThenScans : HoldsLocks);
    }

    private const string ThenScans = "then blocks reads and writes until every row is checked";
    private const string HoldsLocks = "holds its locks to the end";
}
