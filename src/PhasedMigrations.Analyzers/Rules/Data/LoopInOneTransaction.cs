using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Rules.Data;

internal sealed class LoopInOneTransaction : Rule<ChangeRows>
{
    public override DiagnosticDescriptor Descriptor => Descriptors.LoopInOneTransaction;

    protected override void Check(ChangeRows operation, RuleContext context)
    {
        if (!context.Current.IsInLoop
            || operation.Change == RowChange.Insert
            || operation.KeyColumns.Any(RowKeys.IsKey)
            || !context.IsLive(operation.Table))
            return;

        if (RowChanges.CommitOfLoop(context) is null)
            context.Report(RowChanges.Sentence(operation), "keeps every row locked until the last turn; COMMIT in the loop");
        else if (RefusesCommit(context))
            context.Report(RowChanges.Sentence(operation), $"fails at COMMIT (2D000), because {Outer(context)}");
    }

    /// <summary>A block that stands in a transaction cannot end it. After other statements of one command text it can before 18.</summary>
    private static bool RefusesCommit(RuleContext context) => context.Transaction.Origin switch
    {
        TransactionOrigin.Migration or TransactionOrigin.Sql => true,
        TransactionOrigin.Command => context.Options.PostgreSqlVersion >= 18,
        _ => false,
    };

    private static string Outer(RuleContext context) => (context.Transaction.Origin, context.Kind) switch
    {
        (TransactionOrigin.Command, _) => "the statements of one command text share a transaction; send the block by itself",
        (TransactionOrigin.Sql, _) => "the block stands in a transaction; run it after COMMIT",
        (_, UnitKind.EntityFrameworkCore) => "EF Core runs the migration in a transaction; pass suppressTransaction: true",
        (_, UnitKind.FluentMigrator) => "FluentMigrator runs the migration in a transaction; declare it with TransactionBehavior.None",
        _ => "the script runs in a transaction; run the block outside",
    };
}
