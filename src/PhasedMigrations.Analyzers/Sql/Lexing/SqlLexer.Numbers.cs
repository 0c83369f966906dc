namespace PhasedMigrations.Sql.Lexing;

internal sealed partial class SqlLexer
{
    /// <summary>Integers also as 0x, 0o, 0b and with underscores (PostgreSQL 16); decimals; exponents.</summary>
    private int EndOfNumber(int start)
    {
        if (_text[start] == '0' && start + 2 < _end && RadixOf(_text[start + 1]) is var radix and > 0)
        {
            var end = EndOfDigits(start + 2, radix, underscoreFirst: true);
            if (end > start + 2)
                return end;
        }

        var position = EndOfDigits(start, radix: 10);
        // 1..10 is a range of PL/pgSQL, not the number "1." twice
        if (position < _end && _text[position] == '.' && !(position + 1 < _end && _text[position + 1] == '.'))
            position = EndOfDigits(position + 1, radix: 10);

        return EndOfExponent(position);
    }

    private int EndOfExponent(int position)
    {
        if (position >= _end || _text[position] is not ('e' or 'E'))
            return position;

        var digits = position + 1;
        if (digits < _end && _text[digits] is '+' or '-')
            digits++;
        var end = EndOfDigits(digits, radix: 10);
        return end > digits ? end : position;
    }

    /// <summary>An underscore belongs to the number only between two digits (and after the radix prefix).</summary>
    private int EndOfDigits(int position, int radix, bool underscoreFirst = false)
    {
        var start = position;
        while (position < _end)
        {
            if (IsDigit(_text[position], radix))
                position++;
            else if (_text[position] == '_' && (position > start || underscoreFirst) && position + 1 < _end && IsDigit(_text[position + 1], radix))
                position += 2;
            else
                break;
        }

        return position;
    }

    private static bool IsDigit(char character, int radix) => radix == 16
        ? character is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F'
        : character >= '0' && character < '0' + radix;

    private static int RadixOf(char character) => character switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => 0,
    };
}
