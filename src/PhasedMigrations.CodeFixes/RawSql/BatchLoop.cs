using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>
/// A DO block that does nothing but repeat one UPDATE or DELETE until it finds no row any more. What it says and how long it sleeps on the way
/// changes no row; a COMMIT ends no turn that the batches of an engine would not end as well.
/// </summary>
internal sealed class BatchLoop
{
    private readonly SqlTokens _tokens;
    private readonly DataStatement _change;
    private readonly HashSet<string> _variables = new(StringComparer.OrdinalIgnoreCase);
    private string? _rowCount;
    private int _at;

    private BatchLoop(SqlTokens tokens, DataStatement change)
    {
        _tokens = tokens;
        _change = change;
    }

    /// <summary>The UPDATE or DELETE of the loop; null when the block does anything else, or may end before its work is done.</summary>
    public static RowBatch? Of(string text, DoStatement block)
    {
        if (BodyOf(text, block) is not { } body
            || block.Body.Statements.Where(statement => statement.Statement is UpdateStatement or DeleteStatement).ToArray()
                is not [{ IsInLoop: true, IsConditional: false, Statement: DataStatement change }]
            || change.Span.Start < body.Start || change.Span.End > body.End
            || RowBatch.Of(text, change) is not { } batch)
            return null;

        var loop = new BatchLoop(new SqlTokens(text, body), change);
        return loop.Read(batch.Limit) && !batch.Reads(loop._variables) ? batch : null;
    }

    /// <summary>What stands between the dollars; null for a body in a literal of another form.</summary>
    public static SqlSpan? BodyOf(string text, DoStatement block)
    {
        var lexer = new SqlLexer(text, block.Span.Start, block.Span.End);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (token.Kind == SqlTokenKind.DollarString && StringText.TryFindVerbatim(text, token, out var start, out var end))
                return new SqlSpan(start, end - start);
        }

        return null;
    }

    private bool Read(string limit)
    {
        if (Accept(Keyword.Declare))
        {
            while (!Is(Keyword.Begin) && _tokens.IsName(_at))
            {
                _variables.Add(_tokens.Name(_at));
                SkipStatement();
            }
        }

        if (!Accept(Keyword.Begin) || !SkipHarmless() || !Accept(Keyword.Loop) || !SkipHarmless() || !AcceptChange())
            return false;

        var ends = false;
        while (!Is(Keyword.End))
        {
            if (AcceptExit(limit))
                ends = true;
            else if (!AcceptRowCount() && !AcceptHarmless())
                return false;
        }

        if (!ends || !Accept(Keyword.End) || !Accept(Keyword.Loop) || !AcceptSemicolon() || !SkipHarmless() || !Accept(Keyword.End))
            return false;
        AcceptSemicolon(); // the last one may be missing
        return _at == _tokens.Count;
    }

    private bool AcceptChange()
    {
        if (_tokens[_at].Start != _change.Span.Start)
            return false;
        SkipStatement();
        return true;
    }

    /// <summary>EXIT WHEN …; or IF … THEN EXIT; END IF;</summary>
    private bool AcceptExit(string limit)
    {
        var start = _at;
        var isExit = Accept(Keyword.Exit)
            ? Accept(Keyword.When) && AcceptNothingLeft(limit) && AcceptSemicolon()
            : Accept(Keyword.If) && AcceptNothingLeft(limit) && Accept(Keyword.Then) && Accept(Keyword.Exit) && AcceptSemicolon()
                && Accept(Keyword.End) && Accept(Keyword.If) && AcceptSemicolon();
        if (!isExit)
            _at = start;
        return isExit;
    }

    /// <summary>NOT FOUND; no row, or fewer than a batch may have.</summary>
    private bool AcceptNothingLeft(string limit)
    {
        if (Accept(Keyword.Not))
            return AcceptText("FOUND");
        if (_rowCount is null || !AcceptText(_rowCount))
            return false;
        return (_tokens.TextOf(_at++), _tokens.TextOf(_at++)) is var (comparison, number)
            && ((comparison, number) is ("=" or "<=", "0") or ("<", "1") || (comparison == "<" && number.Equals(limit, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>GET DIAGNOSTICS variable = ROW_COUNT;</summary>
    private bool AcceptRowCount()
    {
        var start = _at;
        if (Accept(Keyword.Get) && Accept(Keyword.Diagnostics) && _tokens.IsName(_at))
        {
            var variable = _tokens.TextOf(_at++);
            if (_tokens.TextOf(_at++) is "=" or ":=" && AcceptText("ROW_COUNT") && AcceptSemicolon())
            {
                _rowCount = variable;
                return true;
            }
        }

        _at = start;
        return false;
    }

    private bool SkipHarmless()
    {
        while (AcceptHarmless())
        {
        }

        return true;
    }

    private bool AcceptHarmless()
    {
        var isHarmless = _tokens[_at].Keyword switch
        {
            Keyword.Commit or Keyword.Null => _tokens[_at + 1].Kind == SqlTokenKind.Semicolon,
            Keyword.Perform => _tokens.TextOf(_at + 1).Equals("pg_sleep", StringComparison.OrdinalIgnoreCase),
            Keyword.Raise => !_tokens.TextOf(_at + 1).Equals("EXCEPTION", StringComparison.OrdinalIgnoreCase)
                && _tokens[_at + 1].Kind is SqlTokenKind.Identifier && !CallsFunction(),
            _ => _tokens[_at + 1].Kind == SqlTokenKind.Assign && _variables.Contains(_tokens.Name(_at)) && !CallsFunction(),
        };
        if (isHarmless)
            SkipStatement();
        return isHarmless;
    }

    private bool CallsFunction() => Enumerable.Range(_at, _tokens.Count - _at)
        .TakeWhile(index => _tokens[index].Kind != SqlTokenKind.Semicolon)
        .Any(index => _tokens[index].Kind == SqlTokenKind.OpenParenthesis);

    private void SkipStatement()
    {
        while (_at < _tokens.Count && _tokens[_at].Kind != SqlTokenKind.Semicolon)
            _at++;
        _at++;
    }

    private bool Is(Keyword keyword) => _tokens[_at].Keyword == keyword;

    private bool Accept(Keyword keyword)
    {
        var isThere = Is(keyword);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private bool AcceptText(string text)
    {
        var isThere = _tokens.TextOf(_at).Equals(text, StringComparison.OrdinalIgnoreCase);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private bool AcceptSemicolon()
    {
        var isThere = _tokens[_at].Kind == SqlTokenKind.Semicolon;
        _at += isThere ? 1 : 0;
        return isThere;
    }
}
