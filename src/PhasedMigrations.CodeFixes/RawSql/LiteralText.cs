using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Readers.SqlTexts;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>A string literal as text that can be changed in place: what is added is written as the literal's own form asks for.</summary>
internal sealed class LiteralText(LiteralExpressionSyntax literal, SourceLayout layout)
{
    public LiteralExpressionSyntax Syntax { get; } = literal;

    public string Value { get; } = literal.Token.ValueText;

    /// <summary>The end of one literal and the start of another of the same form, for a text that is cut in two.</summary>
    public (string Closing, string Opening) Delimiters
    {
        get
        {
            var text = Syntax.Token.Text;
            var quotes = new string('"', text.TakeWhile(character => character == '"').Count());
            return Syntax.Token.Kind() switch
            {
                SyntaxKind.MultiLineRawStringLiteralToken => (LineBreak + quotes, quotes + LineBreak),
                SyntaxKind.SingleLineRawStringLiteralToken => (quotes, quotes),
                _ when text[0] == '@' => ("\"", "@\""),
                _ => ("\"", "\""),
            };
        }
    }

    /// <summary>Where a part of the value is written; null when that is not certain.</summary>
    public TextSpan? SourceOf(int start, int end) => LiteralSource.SpanOf(Syntax, start, end);

    /// <summary>Where the character is written that stands at a place of the value.</summary>
    public int? Before(int place) => SourceOf(place, place + 1)?.Start;

    /// <summary>Where the character ends that stands before a place of the value.</summary>
    public int? After(int place) => SourceOf(place - 1, place)?.End;

    /// <summary>Null when the literal cannot hold the text.</summary>
    public TextChange? Change(SqlEdit edit)
    {
        var span = edit.Length > 0 ? SourceOf(edit.Start, edit.Start + edit.Length) : Between(After(edit.Start), After(edit.Start));
        return span is { } known && Encode(edit.Text) is { } written ? new TextChange(known, written) : null;
    }

    public static TextSpan? Between(int? start, int? end) => start is { } from && end is { } to && from <= to ? TextSpan.FromBounds(from, to) : null;

    /// <summary>The text as it is written within the literal; null when that cannot hold it.</summary>
    public string? Encode(string text)
    {
        switch (Syntax.Token.Kind())
        {
            case SyntaxKind.StringLiteralToken when Syntax.Token.Text[0] == '@':
                return text.Replace("\"", "\"\"");
            case SyntaxKind.StringLiteralToken:
                var quoted = SymbolDisplay.FormatLiteral(text, quote: true);
                return quoted.Substring(1, quoted.Length - 2);
            case SyntaxKind.SingleLineRawStringLiteralToken:
                return text.Contains('\n') || text.Contains("\"\"\"") || text.EndsWith("\"", StringComparison.Ordinal) ? null : text;
            default:
                return text.Contains("\"\"\"") ? null : text.Replace("\n", LineBreak);
        }
    }

    /// <summary>A line break and the indentation that a raw string takes away again.</summary>
    private string LineBreak
    {
        get
        {
            var last = layout.Text.Lines.GetLineFromPosition(Syntax.Span.End);
            var quotes = Syntax.Span.End - Syntax.Token.Text.Reverse().TakeWhile(character => character == '"').Count();
            return layout.NewLine + layout.Text.ToString(TextSpan.FromBounds(last.Start, quotes));
        }
    }
}
