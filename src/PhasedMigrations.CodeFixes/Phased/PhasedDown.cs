using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>Puts RevertPhased into Down, in the place of the first call that reverted an operation which is phased now.</summary>
internal static class PhasedDown
{
    /// <summary>Null when Down is written in a way that has no safe place for the call.</summary>
    public static IReadOnlyList<TextChange>? Plan(FlaggedCall flagged, string name)
    {
        if (flagged.Down is not { OnlyThrows: false } down)
            return [];
        if (down.Block is not { } block)
            return InExpression(flagged, down, name);

        var layout = flagged.Layout;
        var edits = new StatementEdits(block, layout);
        var existing = down.Statements.FirstOrDefault(statement => Reverts(statement, name, flagged));
        if (Revert.Of(flagged.Call, down) is not { } revert)
        {
            if (existing is null)
                edits.InsertFirst(layout.IndentOf(down.Syntax) + layout.Unit(down.Syntax) + Call(down, name));
            return edits.ToChanges();
        }

        if (!layout.StandsAlone(revert.Statement) || (existing is not null && !layout.StandsAlone(existing)))
            return null;

        var isFirst = existing is null || revert.Statement.SpanStart < existing.SpanStart;
        var lines = existing is null
            ? layout.IndentOf(revert.Statement) + Call(down, name)
            : layout.Text.ToString(layout.Lines(existing));
        if (revert.Method == "AlterColumn" && RequiredColumn.ChangesMoreThanNullability(revert))
        {
            edits.Change(ArgumentText.Set(revert, "oldNullable", "true", after: "oldType", layout));
            if (isFirst)
                edits.InsertBefore(revert.Statement, lines);
        }
        else
        {
            lines = string.Concat(SourceLayout.Comments(revert.Statement)
                .Select(comment => layout.IndentOf(revert.Statement) + comment + layout.NewLine)) + lines;
            if (isFirst)
                edits.Replace(revert.Statement, lines);
            else
                edits.Remove(revert.Statement);
            if (!isFirst && SourceLayout.Comments(revert.Statement).Count > 0)
                edits.Replace(existing!, lines);
        }

        if (isFirst && existing is not null)
            edits.Remove(existing);
        return edits.ToChanges();
    }

    private static IReadOnlyList<TextChange>? InExpression(FlaggedCall flagged, MigrationMethod down, string name)
    {
        if (down.Syntax.ExpressionBody?.Expression is not InvocationExpressionSyntax expression)
            return null;
        if (IsRevertPhased(expression, name, flagged))
            return [];
        return down.CallIn(expression) is { } revert && Revert.Reverts(revert, flagged.Call)
            && !(revert.Method == "AlterColumn" && RequiredColumn.ChangesMoreThanNullability(revert))
                ? [new TextChange(expression.Span, Call(down, name).TrimEnd(';'))]
                : null;
    }

    private static string Call(MigrationMethod down, string name) => $"{down.BuilderName}.RevertPhased({CSharpText.Literal(name)});";

    private static bool Reverts(StatementSyntax statement, string name, FlaggedCall flagged) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && IsRevertPhased(call, name, flagged);

    private static bool IsRevertPhased(InvocationExpressionSyntax call, string name, FlaggedCall flagged) =>
        call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RevertPhased" }, ArgumentList.Arguments: [var argument] }
        && flagged.Model.GetConstantValue(argument.Expression) is { HasValue: true, Value: string text }
        && text == name;
}
