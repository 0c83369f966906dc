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
            || Taken(flagged) is not { } taken)
            return null;

        var sql = flagged.Sql;
        var lines = SqlLines.Of(
            SqlEdit.Apply(sql.Text, flagged.Statement.Span.Start, flagged.Statement.Span.End, []) + ";",
            SqlLines.ColumnOf(sql.Text, flagged.Statement.Span.Start));
        return new PlainPlan(taken, new FollowUp(FollowUpPurpose.Validate, [FollowUpStatement.Long([.. lines])], []));
    }

    private static IReadOnlyList<TextChange>? Taken(FlaggedSql flagged)
    {
        if (SqlRemoval.Of(flagged.Sql, flagged.Index) is not { } removal)
            return null;
        var up = new StatementEdits(flagged.Flagged.Up.Block!, flagged.Flagged.Layout);
        removal.Apply(up);
        return up.ToChanges();
    }
}
