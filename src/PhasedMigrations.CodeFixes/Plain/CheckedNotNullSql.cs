using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
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
            || ChangeDown(flagged.Flagged, proof) is not { } down)
            return null;
        return new PlainPlan([change, .. down], proof.FollowUp);
    }

    /// <summary>DROP NOT NULL, wherever it stands in Down, may run twice.</summary>
    private static IReadOnlyList<TextChange>? ChangeDown(FlaggedCall flagged, NotNullProof proof)
    {
        if (flagged.Down is not { OnlyThrows: false } down)
            return [];
        if (down.Block is not { } block)
            return null;

        var layout = flagged.Layout;
        var unit = layout.Unit(down.Syntax);
        var edits = new StatementEdits(block, layout);
        edits.InsertFirst(CSharpText.SqlStatement(down.BuilderName, [proof.Drop], layout.IndentOf(down.Syntax) + unit, unit, layout));
        return edits.ToChanges();
    }
}
