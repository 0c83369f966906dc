namespace PhasedMigrations.Sql.Lexing;

internal sealed partial class SqlLexer
{
    /// <param name="quote">Where the opening quote stands; the token itself may start at a prefix before it.</param>
    private SqlToken StringFrom(int quote, SqlTokenKind kind)
    {
        var position = quote + 1;
        while (position < _end)
        {
            switch (_text[position])
            {
                case '\\' when kind == SqlTokenKind.EscapeString:
                    position += 2;
                    break;
                case '\'' when position + 1 < _end && _text[position + 1] == '\'':
                    position += 2;
                    break;
                case '\'':
                    var next = ContinuationQuote(position + 1);
                    if (next < 0)
                        return Take(kind, position + 1);
                    position = next + 1;
                    break;
                default:
                    position++;
                    break;
            }
        }

        return Take(SqlTokenKind.Unterminated, _end);
    }

    /// <summary>Where the same literal goes on after white space (with a line break) and line comments; -1 when it does not.</summary>
    private int ContinuationQuote(int position)
    {
        var newLine = false;
        while (position < _end)
        {
            var character = _text[position];
            if (SqlCharacters.ClassOf(character) == CharacterClass.Whitespace)
            {
                newLine |= character is '\n' or '\r';
                position++;
            }
            else if (character == '-' && IsCommentStart(position))
            {
                position = EndOfLine(position);
            }
            else
            {
                return newLine && character == '\'' ? position : -1;
            }
        }

        return -1;
    }

    private SqlToken QuotedIdentifierFrom(int quote, SqlTokenKind kind)
    {
        for (var position = quote + 1; position < _end; position++)
        {
            if (_text[position] != '"')
                continue;
            if (position + 1 >= _end || _text[position + 1] != '"')
                return Take(kind, position + 1);
            position++;
        }

        return Take(SqlTokenKind.Unterminated, _end);
    }

    /// <summary>$1, ${name}, $$…$$, $tag$…$tag$, or a lone dollar sign.</summary>
    private SqlToken Dollar(int start)
    {
        var position = start + 1;
        if (position < _end && SqlCharacters.ClassOf(_text[position]) == CharacterClass.Digit)
            return Take(SqlTokenKind.Parameter, EndOfDigits(position, radix: 10));
        if (position < _end && _text[position] == '{' && EndOfBracedName(position) is var end and > 0)
            return Take(SqlTokenKind.Parameter, end);

        while (position < _end && _text[position] != '$' && SqlCharacters.IsIdentifierPart(_text[position]))
            position++;
        if (position >= _end || _text[position] != '$')
            return Take(SqlTokenKind.Unknown, start + 1);

        var body = position + 1;
        var close = IndexOfDelimiter(start, body - start, body);
        return close < 0
            ? Take(SqlTokenKind.Unterminated, _end)
            : Take(SqlTokenKind.DollarString, close + (body - start));
    }

    private int IndexOfDelimiter(int delimiter, int length, int from)
    {
        while (from <= _end - length)
        {
            var found = _text.IndexOf('$', from, _end - length + 1 - from);
            if (found < 0 || string.CompareOrdinal(_text, found, _text, delimiter, length) == 0)
                return found;
            from = found + 1;
        }

        return -1;
    }
}
