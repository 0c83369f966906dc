using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>The lines of a raw string: each line of the value is the end of the line that is written, behind its indentation.</summary>
internal static class RawLines
{
    /// <param name="from">Where the first line begins in the token.</param>
    public static TextSpan? Range(SyntaxToken token, int from, int start, int end)
    {
        if (PlaceOf(start, token, from) is not { } first)
            return null;
        if (end <= start)
            return TextSpan.FromBounds(token.SpanStart + first, token.SpanStart + first);
        return PlaceOf(end - 1, token, from) is { } last
            ? TextSpan.FromBounds(token.SpanStart + first, token.SpanStart + last + 1)
            : null;
    }

    private static int? PlaceOf(int offset, SyntaxToken token, int line)
    {
        var text = token.Text;
        var value = token.ValueText;
        var valueLine = 0;
        while (true)
        {
            var lineEnd = EndOfLine(text, line);
            var valueEnd = EndOfLine(value, valueLine);
            var length = valueEnd - valueLine;
            if (length > lineEnd - line || string.CompareOrdinal(text, lineEnd - length, value, valueLine, length) != 0)
                return null;
            if (offset <= valueEnd)
                return lineEnd - length + offset - valueLine;
            if (valueEnd == value.Length || lineEnd == text.Length)
                return null;
            line = lineEnd + 1;
            valueLine = valueEnd + 1;
        }
    }

    private static int EndOfLine(string text, int from) => text.IndexOf('\n', from) is var end and >= 0 ? end : text.Length;
}
