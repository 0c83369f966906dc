namespace PhasedMigrations.Sql.Lexing;

/// <summary>
/// Cuts SQL into tokens by the rules of PostgreSQL's scanner (src/backend/parser/scan.l) and of psql's
/// (src/fe_utils/psqlscan.l), with standard_conforming_strings on. Accepts every text: what starts no token is one character
/// of <see cref="SqlTokenKind.Unknown"/>. Template parameters that PostgreSQL itself does not know are recognised too.
/// </summary>
internal sealed partial class SqlLexer
{
    private readonly string _text;
    private readonly int _end;
    private int _position;

    /// <param name="end">The lexer sees the text only up to here, so that a function body is read in place.</param>
    public SqlLexer(string text, int start, int end)
    {
        _text = text;
        _position = start;
        _end = end;
        if (start == 0 && end > 0 && text[0] == '\uFEFF')
            _position = 1; // byte order mark
    }

    public SqlLexer(string text) : this(text, 0, text.Length) { }

    /// <summary>The next token, comments included; at the end of the text <see cref="SqlTokenKind.End"/>, again and again.</summary>
    public SqlToken Next()
    {
        while (_position < _end)
        {
            var start = _position;
            var character = _text[start];
            switch (SqlCharacters.ClassOf(character))
            {
                case CharacterClass.Whitespace:
                    _position++;
                    if (character == '\n' && _copyBlocks > 0)
                        SkipCopyRows();
                    continue;
                case CharacterClass.IdentifierStart:
                    return Word(start, character);
                case CharacterClass.Digit:
                    return Take(SqlTokenKind.Number, EndOfNumber(start));
                case CharacterClass.Operator:
                    return OperatorOrComment(start, character);
                default:
                    return Symbol(start, character);
            }
        }

        return new SqlToken(SqlTokenKind.End, Keyword.None, _end, _end);
    }

    private SqlToken Word(int start, char first)
    {
        if (start + 1 < _end && (_text[start + 1] is '\'' || (_text[start + 1] is '&' && start + 2 < _end)))
        {
            switch (first, _text[start + 1])
            {
                case ('e' or 'E', '\''):
                    return StringFrom(start + 1, SqlTokenKind.EscapeString);
                case ('b' or 'B' or 'x' or 'X', '\''):
                    return StringFrom(start + 1, SqlTokenKind.BitString);
                case ('n' or 'N', '\''):
                    return StringFrom(start + 1, SqlTokenKind.String);
                case ('u' or 'U', '&') when _text[start + 2] == '\'':
                    return StringFrom(start + 2, SqlTokenKind.UnicodeString);
                case ('u' or 'U', '&') when _text[start + 2] == '"':
                    return QuotedIdentifierFrom(start + 2, SqlTokenKind.UnicodeIdentifier);
            }
        }

        var hash = KeywordTable.Hash(KeywordTable.HashSeed, SqlCharacters.Fold(first));
        var end = start + 1;
        while (end < _end && SqlCharacters.IsIdentifierPart(_text[end]))
            hash = KeywordTable.Hash(hash, SqlCharacters.Fold(_text[end++]));

        var length = end - start;
        var keyword = length <= KeywordTable.LongestWord ? KeywordTable.Find(_text, start, length, hash) : Keyword.None;
        _position = end;
        return new SqlToken(SqlTokenKind.Identifier, keyword, start, end);
    }

    private SqlToken Symbol(int start, char character)
    {
        switch (character)
        {
            case '\'':
                return StringFrom(start, SqlTokenKind.String);
            case '"':
                return QuotedIdentifierFrom(start, SqlTokenKind.QuotedIdentifier);
            case '$':
                return Dollar(start);
            case ':':
                return Colon(start);
            case '{':
                return EndOfBracedName(start) is var end and > 0 ? Take(SqlTokenKind.Parameter, end) : Take(SqlTokenKind.Unknown, start + 1);
            case '\\':
                return Backslash(start);
            case '.' when start + 1 < _end && _text[start + 1] == '.':
                return Take(SqlTokenKind.DotDot, start + 2);
            case '.' when start + 1 < _end && SqlCharacters.ClassOf(_text[start + 1]) == CharacterClass.Digit:
                return Take(SqlTokenKind.Number, EndOfNumber(start));
        }

        var kind = character switch
        {
            '(' => SqlTokenKind.OpenParenthesis,
            ')' => SqlTokenKind.CloseParenthesis,
            '[' => SqlTokenKind.OpenBracket,
            ']' => SqlTokenKind.CloseBracket,
            ',' => SqlTokenKind.Comma,
            ';' => SqlTokenKind.Semicolon,
            '.' => SqlTokenKind.Dot,
            _ => SqlTokenKind.Unknown,
        };
        return Take(kind, start + 1);
    }

    private SqlToken Take(SqlTokenKind kind, int end)
    {
        var token = new SqlToken(kind, Keyword.None, _position, end);
        _position = end;
        return token;
    }
}
