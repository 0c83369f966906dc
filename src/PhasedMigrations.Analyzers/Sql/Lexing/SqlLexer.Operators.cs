namespace PhasedMigrations.Sql.Lexing;

internal sealed partial class SqlLexer
{
    /// <summary>An operator that ends in + or - holds one of these: otherwise the sign belongs to the operand.</summary>
    private static readonly char[] KeepsTrailingSign = [.. "~!@#^&|`?%"];

    private int _endOfSigns;

    private SqlToken OperatorOrComment(int start, char first)
    {
        if (IsCommentStart(start))
            return first == '-' ? Take(SqlTokenKind.LineComment, EndOfLine(start)) : BlockComment(start);

        if (start < _endOfSigns)
            return Take(SqlTokenKind.Operator, start + 1); // a sign that was cut off before

        var end = start + 1;
        while (end < _end && SqlCharacters.ClassOf(_text[end]) == CharacterClass.Operator && !IsCommentStart(end))
            end++;

        if (end - start > 1 && _text[end - 1] is '+' or '-' && _text.IndexOfAny(KeepsTrailingSign, start, end - start) < 0)
        {
            _endOfSigns = end;
            while (end - start > 1 && _text[end - 1] is '+' or '-')
                end--;
        }

        if (first == '@' && end == start + 1 && end < _end && SqlCharacters.ClassOf(_text[end]) == CharacterClass.IdentifierStart)
            return Take(SqlTokenKind.Parameter, EndOfName(end));
        return Take(SqlTokenKind.Operator, end);
    }

    private bool IsCommentStart(int position) =>
        position + 1 < _end && (_text[position], _text[position + 1]) is ('-', '-') or ('/', '*');

    private int EndOfLine(int position)
    {
        while (position < _end && _text[position] is not ('\n' or '\r'))
            position++;
        return position;
    }

    /// <summary>Block comments nest.</summary>
    private SqlToken BlockComment(int start)
    {
        var depth = 0;
        var position = start;
        while (position + 1 < _end)
        {
            switch (_text[position], _text[position + 1])
            {
                case ('/', '*'):
                    depth++;
                    position += 2;
                    break;
                case ('*', '/'):
                    depth--;
                    position += 2;
                    if (depth == 0)
                        return Take(SqlTokenKind.BlockComment, position);
                    break;
                default:
                    position++;
                    break;
            }
        }

        return Take(SqlTokenKind.Unterminated, _end);
    }

    /// <summary>::, :=, a psql variable (:name, :'name', :"name"), a named parameter (:name), or the colon of an array slice.</summary>
    private SqlToken Colon(int start)
    {
        var next = start + 1 < _end ? _text[start + 1] : ' ';
        switch (next)
        {
            case ':':
                return Take(SqlTokenKind.TypeCast, start + 2);
            case '=':
                return Take(SqlTokenKind.Assign, start + 2);
            case '\'' or '"':
                var close = EndOfName(start + 2);
                return close > start + 2 && close < _end && _text[close] == next
                    ? Take(SqlTokenKind.Parameter, close + 1)
                    : Take(SqlTokenKind.Colon, start + 1);
        }

        return SqlCharacters.ClassOf(next) == CharacterClass.IdentifierStart
            ? Take(SqlTokenKind.Parameter, EndOfName(start + 1))
            : Take(SqlTokenKind.Colon, start + 1);
    }

    private int EndOfName(int position)
    {
        while (position < _end && SqlCharacters.IsIdentifierPart(_text[position]))
            position++;
        return position;
    }

    /// <summary>The end of {0} or {name}, the placeholders of format strings and of migration runners; 0 when it is neither.</summary>
    private int EndOfBracedName(int start)
    {
        var position = start + 1;
        while (position < _end && (SqlCharacters.IsIdentifierPart(_text[position]) || _text[position] is '.' or ':' or '-'))
            position++;
        return position > start + 1 && position < _end && _text[position] == '}' ? position + 1 : 0;
    }
}
