using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>
/// A CHECK constraint, first NOT VALID and then validated while writes go on, proves what SET NOT NULL would scan the table for under
/// an ACCESS EXCLUSIVE lock (PostgreSQL 12: tablecmds.c, NotNullImpliedByRelConstraints).
/// </summary>
internal static class CheckedNotNull
{
    public static PlainPlan? Plan(FlaggedCall flagged)
    {
        var call = flagged.Call;
        if (call.Text("name") is not { } column || call.Table() is not { } table)
            return null;

        var proof = new NotNullProof(table, column);
        return ChangeDown(flagged, proof.Drop) is { } down
            ? new PlainPlan([.. ChangeUp(flagged, proof.Add), .. down], proof.FollowUp)
            : null;
    }

    private static IReadOnlyList<TextChange> ChangeUp(FlaggedCall flagged, string[] add)
    {
        if (!RequiredColumn.ChangesMoreThanNullability(flagged.Call))
            return [SqlReplacement.Of(flagged.Call, add, flagged.Up, flagged.Layout)];

        var layout = flagged.Layout;
        var statement = flagged.Call.Statement;
        var edits = new StatementEdits(flagged.Up.Block!, layout);
        edits.Change(ArgumentText.Set(flagged.Call, "nullable", "true", after: null, layout));
        edits.InsertAfter(statement, CSharpText.SqlStatement(
            flagged.Up.BuilderName, add, layout.IndentOf(statement), layout.Unit(flagged.Up.Syntax), layout));
        return edits.ToChanges();
    }

    /// <summary>Null when Down is written in a way that has no safe place for the statement.</summary>
    public static IReadOnlyList<TextChange>? ChangeDown(FlaggedCall flagged, string drop)
    {
        if (flagged.Down is not { OnlyThrows: false } down)
            return [];
        if (down.Block is not { } block)
            return null;

        var layout = flagged.Layout;
        var unit = layout.Unit(down.Syntax);
        var edits = new StatementEdits(block, layout);
        if (Revert.Of(flagged.Call, down) is not { } revert)
        {
            edits.InsertFirst(CSharpText.SqlStatement(down.BuilderName, [drop], layout.IndentOf(down.Syntax) + unit, unit, layout));
            return edits.ToChanges();
        }

        if (!layout.StandsAlone(revert.Statement))
            return null;
        if (!RequiredColumn.ChangesMoreThanNullability(revert))
            return [SqlReplacement.Of(revert, [drop], down, layout)];

        edits.Change(ArgumentText.Set(revert, "oldNullable", "true", after: "oldType", layout));
        edits.InsertBefore(revert.Statement, CSharpText.SqlStatement(
            down.BuilderName, [drop], layout.IndentOf(revert.Statement), unit, layout));
        return edits.ToChanges();
    }
}
