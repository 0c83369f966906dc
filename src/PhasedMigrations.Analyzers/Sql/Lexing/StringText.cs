using System.Globalization;
using System.Text;

namespace PhasedMigrations.Sql.Lexing;

/// <summary>The value of a string token.</summary>
internal static class StringText
{
    /// <summary>
    /// Where the value stands in the text as it is, without escapes, doubled quotes or continuations, so that a place in the
    /// value is a place in the text.
    /// </summary>
    public static bool TryFindVerbatim(string text, SqlToken token, out int start, out int end)
    {
        if (token.Kind == SqlTokenKind.DollarString)
        {
            var delimiter = text.IndexOf('$', token.Start + 1) - token.Start + 1;
            start = token.Start + delimiter;
            end = token.End - delimiter;
            return true;
        }

        start = text.IndexOf('\'', token.Start) + 1;
        end = token.End - 1;
        return token.Kind is SqlTokenKind.String or SqlTokenKind.EscapeString
            && text.IndexOf('\'', start, end - start) < 0
            && (token.Kind == SqlTokenKind.String || text.IndexOf('\\', start, end - start) < 0);
    }

    public static string Decode(string text, SqlToken token, char unicodeEscape = '\\')
    {
        if (TryFindVerbatim(text, token, out var start, out var end))
            return text.Substring(start, end - start);

        var value = new StringBuilder(token.Length);
        var isEscaped = token.Kind == SqlTokenKind.EscapeString;
        for (var i = start; i < end; i++)
        {
            var character = text[i];
            if (character == '\\' && isEscaped)
                i += AppendEscape(value, text, i + 1, end);
            else if (character != '\'')
                value.Append(character);
            else if (text[i + 1] == '\'')
                value.Append(text[i++]);
            else
                i = text.IndexOf('\'', EndOfComments(text, i + 1)); // the literal goes on after a line break
        }

        return token.Kind == SqlTokenKind.UnicodeString ? UnicodeEscapes.Decode(value.ToString(), unicodeEscape) : value.ToString();
    }

    /// <summary>Passes over the line comments between the parts of a literal, which may hold quotes themselves.</summary>
    private static int EndOfComments(string text, int position)
    {
        while (true)
        {
            while (SqlCharacters.ClassOf(text[position]) == CharacterClass.Whitespace)
                position++;
            if (text[position] != '-')
                return position;
            while (text[position] is not ('\n' or '\r'))
                position++;
        }
    }

    /// <summary>The escapes of E'…' after their backslash. Returns how many characters belong to it.</summary>
    private static int AppendEscape(StringBuilder value, string text, int position, int end)
    {
        var character = text[position];
        switch (character)
        {
            case 'x' when DigitsAt(text, position + 1, end, radix: 16, most: 2) is var digits and > 0:
                value.Append((char)int.Parse(text.Substring(position + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                return 1 + digits;
            case >= '0' and <= '7':
                var octal = DigitsAt(text, position, end, radix: 8, most: 3);
                value.Append((char)Convert.ToInt32(text.Substring(position, octal), 8));
                return octal;
            case 'u' or 'U':
                return 1 + UnicodeEscapes.AppendCodePoint(value, text, position + 1, character == 'u' ? 4 : 8);
        }

        value.Append(character switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => character });
        return 1;
    }

    private static int DigitsAt(string text, int position, int end, int radix, int most)
    {
        var digits = 0;
        while (digits < most && position + digits < end && IsDigit(text[position + digits], radix))
            digits++;
        return digits;
    }

    private static bool IsDigit(char character, int radix) => radix == 16
        ? character is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F'
        : character is >= '0' and <= '7';
}
