using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>The tokens of a part of a text, without comments.</summary>
internal sealed class SqlTokens
{
    private readonly List<SqlToken> _tokens = [];

    public SqlTokens(string text, SqlSpan span)
    {
        Text = text;
        var lexer = new SqlLexer(text, span.Start, span.End);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (token.Kind is SqlTokenKind.LineComment or SqlTokenKind.BlockComment)
                HasComments = true;
            else
                _tokens.Add(token);
        }
    }

    public string Text { get; }

    public bool HasComments { get; }

    public int Count => _tokens.Count;

    /// <summary>An empty token beyond either end.</summary>
    public SqlToken this[int index] => index >= 0 && index < _tokens.Count ? _tokens[index] : default;

    public int IndexOf(Keyword keyword) => _tokens.FindIndex(token => token.Keyword == keyword);

    public int IndexAt(int start) => _tokens.FindIndex(token => token.Start == start);

    public bool Any(Func<SqlToken, bool> condition) => _tokens.Any(condition);

    public string TextOf(int index) => Text.Substring(this[index].Start, this[index].Length);

    public bool IsName(int index) => this[index].Kind is SqlTokenKind.Identifier or SqlTokenKind.QuotedIdentifier;

    /// <summary>The name as the server knows it.</summary>
    public string Name(int index) => this[index].Kind == SqlTokenKind.QuotedIdentifier
        ? IdentifierText.Quoted(Text, this[index])
        : IdentifierText.Unquoted(Text, this[index]);

    /// <summary>The tokens outside of parentheses, by their places.</summary>
    public IEnumerable<int> TopLevel()
    {
        var depth = 0;
        for (var index = 0; index < _tokens.Count; index++)
        {
            if (_tokens[index].Kind is SqlTokenKind.CloseParenthesis or SqlTokenKind.CloseBracket)
                depth--;
            if (depth == 0)
                yield return index;
            if (_tokens[index].Kind is SqlTokenKind.OpenParenthesis or SqlTokenKind.OpenBracket)
                depth++;
        }
    }
}
