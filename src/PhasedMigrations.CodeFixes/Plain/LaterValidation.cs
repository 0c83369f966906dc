using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.FollowUps;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>VALIDATE CONSTRAINT moves to a later transaction, which holds no lock from before.</summary>
internal static class LaterValidation
{
    public static PlainPlan? Plan(FlaggedSql flagged)
    {
        if (flagged.Statement is not AlterTableStatement { Table: { } table, Actions: [ValidateConstraintAction { Constraint: { } name }] }
            || flagged.Sql.Statements.Any(statement => statement is TransactionStatement)
            || OperationOrder.MustRunNow(
                SqlFootprint.OfConstraint(table, name), flagged.Flagged.Up, flagged.Flagged.Call.Statement, flagged.Sql.TextAfter(flagged.Index))
            || Removal(flagged) is not { } removal)
            return null;

        var sql = flagged.Sql;
        var lines = SqlLines.Of(
            SqlEdit.Apply(sql.Text, flagged.Statement.Span.Start, flagged.Statement.Span.End, []) + ";",
            SqlLines.ColumnOf(sql.Text, flagged.Statement.Span.Start));
        return new PlainPlan(removal, new FollowUp(FollowUpPurpose.Validate, [FollowUpStatement.Long([.. lines])], []));
    }

    private static IReadOnlyList<TextChange>? Removal(FlaggedSql flagged)
    {
        if (!flagged.IsAloneInCall)
            return SqlSplit.Remove(flagged) is { } cut ? [cut] : null;
        var up = new StatementEdits(flagged.Flagged.Up.Block!, flagged.Flagged.Layout);
        up.Remove(flagged.Flagged.Call.Statement);
        return up.ToChanges();
    }
}
