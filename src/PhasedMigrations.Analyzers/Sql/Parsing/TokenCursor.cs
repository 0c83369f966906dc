using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// Walks over the tokens of one statement. Looking past the end yields <see cref="SqlTokenKind.End"/>; nothing here throws, and
/// every loop moves forward.
/// </summary>
internal sealed partial class TokenCursor
{
    /// <summary>Statements within statements (EXPLAIN, WITH, CREATE SCHEMA) deeper than this are not read.</summary>
    private const int MaximumNesting = 16;

    private readonly NameTable _names;
    private SqlToken[] _tokens;
    private int _end;
    private int _nesting;

    /// <param name="depth">How many literals this text is nested in: bodies within bodies are read only so far.</param>
    public TokenCursor(SqlSource source, SqlToken[] tokens, int count, NameTable names, int depth)
    {
        Source = source;
        Depth = depth;
        _tokens = tokens;
        _end = count;
        _names = names;
    }

    /// <summary>
    /// A cursor over all tokens of a part of the text, semicolons included and comments left out. Its reader gives the tokens back with
    /// <see cref="Release"/>.
    /// </summary>
    public static TokenCursor Over(SqlSource source, int start, int end, NameTable names, int depth)
    {
        var lexer = new SqlLexer(source.Text, start, end);
        var tokens = TokenBuffers.Rent();
        var count = 0;
        var mayHaveForeignQuotes = false;
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (token.Kind is SqlTokenKind.LineComment or SqlTokenKind.BlockComment)
                continue;
            if (count == tokens.Length)
                Array.Resize(ref tokens, count * 2);
            tokens[count++] = token;
            mayHaveForeignQuotes |= ForeignQuotes.MayBe(source.Text, token);
        }

        return new TokenCursor(source, tokens, count, names, depth) { MayHaveForeignQuotes = mayHaveForeignQuotes };
    }

    /// <summary>Nothing may be read any more.</summary>
    public void Release()
    {
        TokenBuffers.Return(_tokens);
        Load([], 0, mayHaveForeignQuotes: false);
    }

    public SqlSource Source { get; }

    public int Depth { get; }

    public NameTable Names => _names;

    public string Text => Source.Text;

    /// <summary>The names that stand for one value while the statement runs: those that a PL/pgSQL block declares.</summary>
    public ISet<string>? Variables { get; set; }

    /// <summary>Cheap to know: almost no statement has them.</summary>
    public bool MayHaveForeignQuotes { get; private set; }

    public int Position { get; set; }

    /// <summary>The end of what the cursor sees: of the statement, or of the part of it that is read on its own.</summary>
    public int End => _end;

    public bool AtEnd => Position >= _end;

    public SqlToken Current => Peek(0);

    public Keyword Keyword => Peek(0).Keyword;

    public SqlSpan StatementSpan => Source.Locate(_tokens[StatementStart].Start, _tokens[_end - 1].End);

    /// <summary>Where the statement begins among the tokens: not 0 inside CREATE SCHEMA, WITH and EXPLAIN.</summary>
    private int StatementStart { get; set; }

    /// <summary>Starts on the next statement in the same text.</summary>
    public void Load(SqlToken[] tokens, int count, bool mayHaveForeignQuotes)
    {
        _tokens = tokens;
        _end = count;
        StatementStart = Position = 0;
        MayHaveForeignQuotes = mayHaveForeignQuotes;
    }

    public SqlToken Peek(int ahead)
    {
        var index = Position + ahead;
        return index < _end && index >= 0 ? _tokens[index] : default;
    }

    /// <summary>Reads the tokens from the current one up to <paramref name="end"/> as a statement of their own, and stops there.</summary>
    public SqlStatement ReadNested(int end)
    {
        var (outerStart, outerEnd) = (StatementStart, _end);
        (StatementStart, _end) = (Position, end);
        _nesting++;
        var statement = _nesting <= MaximumNesting ? StatementParser.Read(this) : new UnanalysedStatement(StatementSpan);
        _nesting--;
        (StatementStart, _end) = (outerStart, outerEnd);
        Position = end;
        return statement;
    }

    public bool Is(Keyword keyword) => Keyword == keyword;

    public bool Is(Keyword first, Keyword second) => Keyword == first && Peek(1).Keyword == second;

    public bool Is(SqlTokenKind kind) => Current.Kind == kind;

    public bool IsOperator(string symbol) =>
        Is(SqlTokenKind.Operator) && Current.Length == symbol.Length && string.CompareOrdinal(Text, Current.Start, symbol, 0, symbol.Length) == 0;

    /// <summary>True for an unquoted word, in any case; the keyword is not asked.</summary>
    public bool IsWord(string word) =>
        Is(SqlTokenKind.Identifier) && Current.Length == word.Length && SqlCharacters.EqualsFolded(Text, Current.Start, word);

    public bool Accept(Keyword keyword) => Advance(Is(keyword), 1);

    public bool Accept(Keyword first, Keyword second) => Advance(Is(first, second), 2);

    public bool Accept(Keyword first, Keyword second, Keyword third) => Advance(Is(first, second) && Peek(2).Keyword == third, 3);

    public bool Accept(SqlTokenKind kind) => Advance(Is(kind), 1);

    public bool AcceptOperator(string symbol) => Advance(IsOperator(symbol), 1);

    public bool AcceptWord(string word) => Advance(IsWord(word), 1);

    public bool AcceptIfExists() => Accept(Keyword.If, Keyword.Exists);

    public bool AcceptIfNotExists() => Accept(Keyword.If, Keyword.Not, Keyword.Exists);

    /// <summary>Takes CASCADE or RESTRICT. True for CASCADE.</summary>
    public bool AcceptCascade()
    {
        if (Accept(Keyword.Cascade))
            return true;
        Accept(Keyword.Restrict);
        return false;
    }

    /// <summary>From the token at <paramref name="start"/> to the one before the current.</summary>
    public SqlSpan SpanFrom(int start) => Position > start
        ? Source.Locate(_tokens[start].Start, _tokens[Position - 1].End)
        : StatementSpan;

    /// <summary>What stands between the token at <paramref name="start"/> and the current one; null when that is nothing.</summary>
    public SqlExpression? ExpressionFrom(int start) => Position > start
        ? new SqlExpression(Text, _tokens[start].Start, _tokens[Position - 1].End - _tokens[start].Start)
        : null;

    public void Skip() => Position++;

    public void SkipAll() => Position = _end;

    /// <summary>Passes over a parenthesized group, if one stands here. An unclosed one reaches to the end.</summary>
    public bool SkipParentheses()
    {
        if (!Is(SqlTokenKind.OpenParenthesis))
            return false;
        Position = EndOfGroup();
        return true;
    }

    /// <summary>What stands in the parentheses here, which are passed over; null when none do.</summary>
    public SqlExpression? Parenthesized()
    {
        var start = Position + 1;
        if (!SkipParentheses() || Position - 1 <= start)
            return null;
        var last = _tokens[Position - 1].Kind == SqlTokenKind.CloseParenthesis ? Position - 2 : Position - 1;
        return new SqlExpression(Text, _tokens[start].Start, _tokens[last].End - _tokens[start].Start);
    }

    /// <summary>The index after the group that opens at the current token.</summary>
    public int EndOfGroup()
    {
        var depth = 0;
        for (var i = Position; i < _end; i++)
        {
            switch (_tokens[i].Kind)
            {
                case SqlTokenKind.OpenParenthesis or SqlTokenKind.OpenBracket:
                    depth++;
                    break;
                case SqlTokenKind.CloseParenthesis or SqlTokenKind.CloseBracket:
                    depth--;
                    break;
            }

            if (depth == 0)
                return i + 1;
        }

        return _end;
    }

    /// <summary>The index of the next semicolon outside parentheses; the end when there is none.</summary>
    public int IndexOfSemicolon()
    {
        var start = Position;
        while (!AtEnd && !Is(SqlTokenKind.Semicolon))
        {
            if (!SkipParentheses())
                Skip();
        }

        var index = Position;
        Position = start;
        return index;
    }

    /// <summary>
    /// Passes over an expression: up to a comma, a closing parenthesis, or a keyword at which <paramref name="ends"/> says so, all
    /// outside parentheses and CASE. At least one token belongs to it.
    /// </summary>
    public SqlExpression? Expression(Func<TokenCursor, bool> ends)
    {
        var start = Position;
        var cases = 0;
        while (!AtEnd)
        {
            var token = Current;
            switch (token.Kind)
            {
                case SqlTokenKind.Comma or SqlTokenKind.CloseParenthesis or SqlTokenKind.CloseBracket or SqlTokenKind.Semicolon:
                    return ExpressionFrom(start);
                case SqlTokenKind.OpenParenthesis or SqlTokenKind.OpenBracket:
                    Position = EndOfGroup();
                    continue;
            }

            if (token.Keyword != Keyword.None && Peek(-1).Kind != SqlTokenKind.Dot)
            {
                if (cases == 0 && Position > start && ends(this))
                    return ExpressionFrom(start);
                if (token.Keyword == Keyword.Case)
                    cases++;
                else if (token.Keyword == Keyword.End && cases > 0)
                    cases--;
            }

            Skip();
        }

        return ExpressionFrom(start);
    }

    /// <summary>An expression that only a comma or the closing parenthesis ends.</summary>
    public SqlExpression? Expression() => Expression(static _ => false);

    private bool Advance(bool condition, int tokens)
    {
        if (condition)
            Position += tokens;
        return condition;
    }
}
