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

            line = text.IndexOf('\n', lineEnd) + 1;
            valueLine = value.IndexOf('\n', valueEnd) + 1;
            if (line == 0 || valueLine == 0)
                return null;
            if (offset < valueLine)
                return lineEnd;
        }
    }

    /// <summary>Where the characters that end the line begin.</summary>
    private static int EndOfLine(string text, int from)
    {
        var end = text.IndexOf('\n', from);
        if (end < 0)
            end = text.Length;
        return end > from && text[end - 1] == '\r' ? end - 1 : end;
    }
}
