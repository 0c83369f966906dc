using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>Puts RevertPhased into Down, in the place of the first call that reverted an operation which is phased now.</summary>
internal static class PhasedDown
{
    /// <summary>Null when Down is written in a way that has no safe place for the call.</summary>
    /// <param name="obsolete">A phased migration that has become part of <paramref name="name"/>.</param>
    /// <param name="revert">What undid what is phased now.</param>
    public static IReadOnlyList<TextChange>? Plan(FlaggedCall flagged, string name, string? obsolete, Removal? revert)
    {
        if (flagged.Down is not { OnlyThrows: false } down)
            return [];
        if (down.Block is not { } block)
            return InExpression(flagged, down, name);

        var existing = down.Statements.Where(statement => Reverts(statement, [name, obsolete], flagged)).ToList();
        var staying = revert is { Stays: true } ? revert.Call.Statement : null;
        StatementSyntax[] replaced = revert is null || staying is not null
            ? [.. existing]
            : [.. existing.Append(revert.Call.Statement).OrderBy(statement => statement.SpanStart)];
        if (!replaced.All(flagged.Layout.StandsAlone) || (staying is not null && !flagged.Layout.StandsAlone(staying)))
            return null;

        var edits = new StatementEdits(block, flagged.Layout);
        revert?.Change(edits);
        Place(flagged, down, Call(down, name), replaced, staying, edits);
        return edits.ToChanges();
    }

    /// <summary>One call in the place of the first of those it stands for, with the comments of all, and before <paramref name="staying"/>.</summary>
    private static void Place(
        FlaggedCall flagged, MigrationMethod down, string call, StatementSyntax[] replaced, StatementSyntax? staying, StatementEdits edits)
    {
        var layout = flagged.Layout;
        var indent = layout.IndentOf(down.Syntax) + layout.Unit(down.Syntax);
        var text = string.Concat(replaced.SelectMany(SourceLayout.Comments).Select(comment => indent + comment + layout.NewLine)) + indent + call;
        if (staying is not null && (replaced.Length == 0 || replaced[0].SpanStart > staying.SpanStart))
        {
            edits.InsertBefore(staying, text);
            foreach (var statement in replaced)
                edits.Remove(statement);
        }
        else if (replaced.Length == 0)
        {
            edits.InsertFirst(text);
        }
        else if (replaced.Length > 1 || replaced[0].ToString() != call)
        {
            edits.Replace(replaced[0], text);
            foreach (var statement in replaced.Skip(1))
                edits.Remove(statement);
        }
    }

    private static IReadOnlyList<TextChange>? InExpression(FlaggedCall flagged, MigrationMethod down, string name)
    {
        if (down.Syntax.ExpressionBody?.Expression is not InvocationExpressionSyntax expression)
            return null;
        if (IsRevertPhased(expression, [name], flagged))
            return [];
        return down.CallIn(expression) is { } revert && Revert.Reverts(revert, flagged.Call)
            && !(revert.Method == "AlterColumn" && RequiredColumn.ChangesMoreThanNullability(revert))
                ? [new TextChange(expression.Span, Call(down, name).TrimEnd(';'))]
                : null;
    }

    private static string Call(MigrationMethod down, string name) => $"{down.BuilderName}.RevertPhased({CSharpText.Literal(name)});";

    private static bool Reverts(StatementSyntax statement, string?[] names, FlaggedCall flagged) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && IsRevertPhased(call, names, flagged);

    private static bool IsRevertPhased(InvocationExpressionSyntax call, string?[] names, FlaggedCall flagged) =>
        call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RevertPhased" }, ArgumentList.Arguments: [var argument] }
        && flagged.Model.GetConstantValue(argument.Expression) is { HasValue: true, Value: string text }
        && names.Contains(text);
}
