using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// Finds where statements begin and end, as psql does (src/fe_utils/psqlscan.l): at a semicolon outside parentheses and outside
/// BEGIN ATOMIC … END, or at a psql command that sends what was typed so far. Yields the tokens of one statement at a time,
/// without comments and without the final semicolon, in a buffer that is reused.
/// </summary>
internal sealed class StatementSplitter : IDisposable
{
    private readonly SqlLexer _lexer;
    private readonly string _text;
    private SqlToken[] _tokens = TokenBuffers.Rent();
    private int _parentheses;
    private int _blocks;

    public StatementSplitter(string text, int start, int end)
    {
        _text = text;
        _lexer = new SqlLexer(text, start, end);
    }

    public StatementSplitter(string text) : this(text, 0, text.Length) { }

    /// <summary>The tokens of the current statement; only the first <see cref="Count"/> are valid, and only until the next call.</summary>
    public SqlToken[] Tokens => _tokens;

    public int Count { get; private set; }

    /// <summary>The current statement may have names in the quotes of another database.</summary>
    public bool MayHaveForeignQuotes { get; private set; }

    /// <summary>The current statement is a psql command on its own.</summary>
    public bool IsMetaCommand => Tokens[0].Kind == SqlTokenKind.MetaCommand;

    /// <summary>From the first token of the current statement to the end of its last one.</summary>
    public SqlSpan Span => SqlSpan.FromBounds(Tokens[0].Start, Tokens[Count - 1].End);

    public bool MoveNext()
    {
        Count = _parentheses = _blocks = 0;
        MayHaveForeignQuotes = false;
        while (true)
        {
            var token = _lexer.Next();
            switch (token.Kind)
            {
                case SqlTokenKind.End:
                    return Count > 0;
                case SqlTokenKind.LineComment or SqlTokenKind.BlockComment:
                    continue;
                case SqlTokenKind.MetaCommand:
                    if (Count == 0)
                    {
                        Add(token);
                        return true;
                    }

                    if (!PsqlCommands.EndsStatement(_text, token))
                        continue;
                    ExpectCopyRows();
                    return true;
                case SqlTokenKind.Semicolon when _parentheses == 0 && _blocks == 0:
                    if (Count == 0)
                        continue;
                    ExpectCopyRows();
                    return true;
                case SqlTokenKind.OpenParenthesis:
                    _parentheses++;
                    break;
                case SqlTokenKind.CloseParenthesis when _parentheses > 0:
                    _parentheses--;
                    break;
                case SqlTokenKind.Identifier when token.Keyword is Keyword.Atomic or Keyword.Case or Keyword.End && _parentheses == 0:
                    TrackBlock(token.Keyword);
                    break;
                case SqlTokenKind.OpenBracket or SqlTokenKind.Operator:
                    MayHaveForeignQuotes |= ForeignQuotes.MayBe(_text, token);
                    break;
            }

            Add(token);
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        TokenBuffers.Return(_tokens);
        _tokens = [];
    }

    /// <summary>BEGIN ATOMIC opens the body of an SQL routine; inside it CASE ends with END, as the body does.</summary>
    private void TrackBlock(Keyword keyword)
    {
        var previous = Count == 0 ? default : Tokens[Count - 1];
        if (previous.Keyword == Keyword.As || previous.Kind == SqlTokenKind.Dot)
            return; // a label or a column

        if (keyword == Keyword.Atomic)
        {
            // CREATE FUNCTION or PROCEDURE, since PostgreSQL 19 inside of CREATE SCHEMA too
            if (previous.Keyword == Keyword.Begin && _blocks == 0 && Tokens[0].Keyword == Keyword.Create)
                _blocks = 1;
        }
        else if (_blocks > 0)
        {
            _blocks += keyword == Keyword.Case ? 1 : -1;
        }
    }

    /// <summary>The rows of COPY … FROM STDIN follow the line on which the statement ends.</summary>
    private void ExpectCopyRows()
    {
        if (Tokens[0].Keyword != Keyword.Copy)
            return;

        for (var i = 2; i < Count; i++)
        {
            if (Tokens[i].Keyword == Keyword.StdIn && Tokens[i - 1].Keyword == Keyword.From)
            {
                _lexer.ExpectCopyRows();
                return;
            }
        }
    }

    private void Add(SqlToken token)
    {
        if (Count == _tokens.Length)
            Array.Resize(ref _tokens, Count * 2);
        _tokens[Count++] = token;
    }
}
