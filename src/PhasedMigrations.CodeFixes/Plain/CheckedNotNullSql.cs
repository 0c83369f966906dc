using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>SET NOT NULL of raw SQL, proven by a CHECK constraint that is validated while writes go on.</summary>
internal static class CheckedNotNullSql
{
    public static PlainPlan? Plan(FlaggedSql flagged)
    {
        if (flagged.Statement is not AlterTableStatement { IfExists: false, Table: { } table, Actions: [SetNotNullAction { Column: { } column }] } alter
            || flagged.Sql.Statements.Any(statement => statement is TransactionStatement)
            || OperationOrder.MustRunNow(
                SqlFootprint.OfNotNull(table, column), flagged.Flagged.Up, flagged.Flagged.Call.Statement, flagged.Sql.TextAfter(flagged.Index)))
            return null;

        var proof = new NotNullProof(table, column);
        var add = string.Join(" ", proof.Add.Select(line => line.Trim())).TrimEnd(';');
        if (flagged.Sql.Literal?.Change(new SqlEdit(alter.Span.Start, alter.Span.Length, add)) is not { } change
            // First in Down: DROP NOT NULL, wherever it stands there, may run twice.
            || CheckedNotNull.ChangeDown(flagged.Flagged, proof.Drop) is not { } down)
            return null;
        return new PlainPlan([change, .. down], proof.FollowUp);
    }
}
