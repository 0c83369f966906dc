using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.FollowUps;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>
/// The provider's annotation makes the index concurrent. EF Core commits whatever came before such an index, so a failure would leave
/// the migration half applied: the index gets a migration of its own.
/// </summary>
internal static class ConcurrentIndex
{
    private const string Annotation = "Npgsql:CreatedConcurrently";

    private static readonly string[] DropArguments = ["name", "table", "schema"];

    public static PlainPlan? Plan(FlaggedCall flagged)
    {
        var annotate = Annotate(flagged);
        if (flagged.Up.Statements.Count == 1)
            return new PlainPlan([annotate], FollowUp: null);
        if (!SelfContained.Is(flagged) || Drop(flagged) is not { } drop)
            return null;

        var layout = flagged.Layout;
        var up = new StatementEdits(flagged.Up.Block!, layout);
        up.Remove(flagged.Call.Statement);
        var moved = layout.Changed(layout.Lines(flagged.Call.Statement), annotate);
        return new PlainPlan(
            [.. up.ToChanges(), .. drop.Changes],
            new FollowUp(FollowUpPurpose.Concurrently, [], []) { Moved = (moved, drop.Moved) });
    }

    private static TextChange Annotate(FlaggedCall flagged)
    {
        var call = flagged.Call;
        if (call.Annotations.FirstOrDefault(annotation => annotation is { IsOld: false, Name: Annotation }) is { } existing)
            return new TextChange(existing.Expression.Span, "true");

        var indent = flagged.Layout.IndentOf(call.Statement) + flagged.Layout.Unit(flagged.Up.Syntax);
        return new TextChange(
            new TextSpan(call.Statement.Expression.Span.End, 0), $"{flagged.Layout.NewLine}{indent}.Annotation(\"{Annotation}\", true)");
    }

    /// <summary>The call of Down that drops the index goes with it; without one, it is written.</summary>
    private static (IReadOnlyList<TextChange> Changes, string Moved)? Drop(FlaggedCall flagged)
    {
        var layout = flagged.Layout;
        var indent = layout.IndentOf(flagged.Call.Statement);
        var arguments = DropArguments
            .Where(flagged.Call.IsGiven)
            .Select(parameter => (parameter, flagged.Call.Argument(parameter)!.Expression.ToString()));
        var written = CSharpText.Call(
            $"{flagged.Up.BuilderName}.DropIndex", [.. arguments], indent, layout.Unit(flagged.Up.Syntax), layout.NewLine) + ";";
        if (flagged.Down is not { OnlyThrows: false } down)
            return ([], written);
        if (down.Block is not { } block || Revert.MayBeHidden(flagged.Call, down))
            return null;
        if (Revert.Of(flagged.Call, down) is not { } revert)
            return ([], written);
        if (!layout.StandsAlone(revert.Statement))
            return null;

        var edits = new StatementEdits(block, layout);
        edits.Remove(revert.Statement);
        var moved = layout.Changed(layout.Lines(revert.Statement), new TextChange(revert.Receiver.Span, flagged.Up.BuilderName));
        return (edits.ToChanges(), moved);
    }
}
