using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.CodeFixes.Text;

/// <summary>How a file is written: its line endings and indentation, which everything inserted follows.</summary>
internal sealed class SourceLayout(SourceText text, LanguageVersion language)
{
    private const string DefaultUnit = "    ";

    public SourceText Text { get; } = text;

    public string NewLine { get; } = FirstLineBreak(text);

    public bool HasRawStrings { get; } = language >= LanguageVersion.CSharp11;

    /// <summary>The whitespace before the first character of the line on which the node starts.</summary>
    public string IndentOf(SyntaxNode node)
    {
        var line = Text.Lines.GetLineFromPosition(node.SpanStart);
        var end = line.Start;
        while (end < line.End && Text[end] is ' ' or '\t')
            end++;
        return Text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    /// <summary>One more level of indentation, as the method's statements show it.</summary>
    public string Unit(MethodDeclarationSyntax method)
    {
        var outer = IndentOf(method);
        if (method.Body is not { Statements: [var first, ..] })
            return outer.EndsWith("\t", StringComparison.Ordinal) ? "\t" : DefaultUnit;
        var inner = IndentOf(first);
        return inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal)
            ? inner.Substring(outer.Length)
            : DefaultUnit;
    }

    /// <summary>The statement or member, its comments and nothing else stand on their lines.</summary>
    public bool StandsAlone(SyntaxNode statement)
    {
        var line = Text.Lines.GetLineFromPosition(statement.SpanStart);
        var before = Text.ToString(TextSpan.FromBounds(line.Start, statement.SpanStart));
        return string.IsNullOrWhiteSpace(before)
            && statement.GetTrailingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            && !statement.DescendantTrivia(descendIntoTrivia: false).Any(trivia => trivia.IsDirective);
    }

    /// <summary>From the first comment before the statement or member to the end of its last line, without the line break.</summary>
    public TextSpan Lines(SyntaxNode statement)
    {
        var start = Text.Lines.GetLineFromPosition(statement.SpanStart).Start;
        foreach (var trivia in statement.GetLeadingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                continue;
            start = Text.Lines.GetLineFromPosition(trivia.SpanStart).Start;
            break;
        }

        return TextSpan.FromBounds(Math.Max(start, statement.FullSpan.Start), Text.Lines.GetLineFromPosition(statement.FullSpan.End - 1).End);
    }

    /// <summary>What goes with a member: its comments, and the blank line that separates it from the others.</summary>
    public TextSpan Removed(MemberDeclarationSyntax member)
    {
        var isFirst = member.Parent is TypeDeclarationSyntax { Members: [var first, ..] } && first == member;
        var next = isFirst ? ((TypeDeclarationSyntax)member.Parent!).Members.ElementAtOrDefault(1) : null;
        return TextSpan.FromBounds(member.FullSpan.Start, next is null ? member.FullSpan.End : Lines(next).Start);
    }

    /// <summary>Every comment before, inside and after the statement, in order.</summary>
    public static IReadOnlyList<string> Comments(SyntaxNode statement) =>
    [
        .. statement.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            .Select(trivia => trivia.ToString()),
    ];

    /// <summary>A part of the text after changes within it.</summary>
    public string Changed(TextSpan span, params TextChange[] changes) => Text.GetSubText(span)
        .WithChanges(changes
            .OrderBy(change => change.Span.Start)
            .Select(change => new TextChange(new TextSpan(change.Span.Start - span.Start, change.Span.Length), change.NewText!)))
        .ToString();

    private static string FirstLineBreak(SourceText text)
    {
        var first = text.Lines[0];
        return first.EndIncludingLineBreak > first.End
            ? text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak))
            : "\n";
    }
}
