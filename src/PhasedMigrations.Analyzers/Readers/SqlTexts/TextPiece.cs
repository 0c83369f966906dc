using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>A part of a text that one literal, or one expression of unknown value, contributes.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Source">The literal, the text of an interpolated string, or any other expression.</param>
/// <param name="Skipped">What of the literal's value stands before this part of it.</param>
/// <param name="Root">The expression that it is a part of, up to where a name refers to it.</param>
/// <param name="Reference">What leads to it in the expression that is read: itself, or a name.</param>
internal readonly record struct TextPiece(int Start, int Length, SyntaxNode Source, int Skipped, SyntaxNode Root, SyntaxNode Reference)
{
    public int End => Start + Length;

    /// <summary>Where the characters stand; the whole of <see cref="Source"/> where that cannot be told.</summary>
    /// <param name="start">In the text; not before <see cref="Start"/>.</param>
    /// <param name="end">In the text; not after <see cref="End"/>.</param>
    public TextSpan SpanOf(int start, int end) =>
        LiteralSource.SpanOf(Source, Skipped + start - Start, Skipped + end - Start) ?? Source.Span;
}
