using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>Finds the characters of a literal's value in the literal, past escapes, doubled quotes and the indentation of raw strings.</summary>
internal static class LiteralSource
{
    /// <summary>Null for an expression that is no literal, and for a literal that says something else than thought.</summary>
    /// <param name="start">In the value of the literal.</param>
    /// <param name="end">In the value of the literal.</param>
    public static TextSpan? SpanOf(SyntaxNode source, int start, int end) => source switch
    {
        LiteralExpressionSyntax { Token: var token } => SpanOf(token, start, end),
        InterpolatedStringTextSyntax { TextToken: var token, Parent: InterpolatedStringExpressionSyntax { StringStartToken: var opening } } =>
            SpanOf(token, opening.Kind(), start, end),
        _ => null,
    };

    private static TextSpan? SpanOf(SyntaxToken literal, int start, int end)
    {
        var text = literal.Text;
        switch (literal.Kind())
        {
            case SyntaxKind.StringLiteralToken when text.StartsWith("@\"", StringComparison.Ordinal):
                return new LiteralScan(text, 2, text.Length - 1, LiteralForm.Verbatim).Range(start, end, literal.SpanStart);
            case SyntaxKind.StringLiteralToken:
                return new LiteralScan(text, 1, text.Length - 1, LiteralForm.Regular).Range(start, end, literal.SpanStart);
            case SyntaxKind.SingleLineRawStringLiteralToken:
                return Shifted(literal.SpanStart + (text.Length - literal.ValueText.Length) / 2, start, end);
            case SyntaxKind.MultiLineRawStringLiteralToken:
                return RawLines.Range(literal, text.IndexOf('\n') + 1, start, end);
            default:
                return null;
        }
    }

    private static TextSpan? SpanOf(SyntaxToken part, SyntaxKind opening, int start, int end)
    {
        var text = part.Text;
        return opening switch
        {
            SyntaxKind.InterpolatedStringStartToken =>
                new LiteralScan(text, 0, text.Length, LiteralForm.Regular | LiteralForm.Interpolated).Range(start, end, part.SpanStart),
            SyntaxKind.InterpolatedVerbatimStringStartToken =>
                new LiteralScan(text, 0, text.Length, LiteralForm.Verbatim | LiteralForm.Interpolated).Range(start, end, part.SpanStart),
            SyntaxKind.InterpolatedSingleLineRawStringStartToken => Shifted(part.SpanStart, start, end),
            SyntaxKind.InterpolatedMultiLineRawStringStartToken => RawLines.Range(part, 0, start, end),
            _ => null,
        };
    }

    private static TextSpan Shifted(int by, int start, int end) => TextSpan.FromBounds(by + start, by + end);
}
