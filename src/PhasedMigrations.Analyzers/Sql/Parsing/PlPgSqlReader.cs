using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// Finds the SQL statements in a PL/pgSQL body (grammar: src/pl/plpgsql/src/pl_gram.y) with what surrounds them. Blocks are kept
/// on a stack of our own, so that no nesting is too deep.
/// </summary>
internal sealed class PlPgSqlReader
{
    private const int MaximumDepth = 4;

    private readonly TokenCursor _cursor;
    private readonly List<BodyStatement> _statements = [];
    private readonly Stack<BlockKind> _blocks = new();
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private int _loops;
    private int _conditions;

    private PlPgSqlReader(TokenCursor cursor) => _cursor = cursor;

    private enum BlockKind
    {
        Body,
        Handler,
        Branch,
        Loop,
    }

    public static RoutineBody Read(SqlSource source, int start, int end, NameTable names, int depth)
    {
        if (depth > MaximumDepth)
            return new RoutineBody("plpgsql", [], IsAnalysed: false);

        var reader = new PlPgSqlReader(TokenCursor.Over(source, start, end, names, depth));
        var isAnalysed = reader.ReadBody();
        reader._cursor.Release();
        return new RoutineBody("plpgsql", reader._statements, isAnalysed);
    }

    private bool ReadBody()
    {
        while (!_cursor.AtEnd)
        {
            var position = _cursor.Position;
            if (!ReadOne() || _cursor.Position <= position)
                return false;
        }

        return _blocks.Count == 0;
    }

    private bool ReadOne()
    {
        switch (_cursor.Keyword)
        {
            case Keyword.Declare:
                return SkipDeclarations();
            case Keyword.Begin:
                return Open(BlockKind.Body);
            case Keyword.Exception when _blocks.Count > 0 && _blocks.Peek() == BlockKind.Body:
                _blocks.Pop();
                return Open(BlockKind.Handler);
            case Keyword.End:
                return Close();
            case Keyword.If:
                return SkipPast(Keyword.Then) && Opened(BlockKind.Branch);
            case Keyword.ElsIf or Keyword.ElseIf or Keyword.When:
                return SkipPast(Keyword.Then);
            case Keyword.Else:
                _cursor.Skip();
                return true;
            case Keyword.Case:
                return SkipPast(Keyword.Then) && Opened(BlockKind.Branch);
            case Keyword.Loop:
                return Open(BlockKind.Loop);
            case Keyword.While:
                return SkipPast(Keyword.Loop) && Opened(BlockKind.Loop);
            case Keyword.For or Keyword.Foreach:
                return ReadFor();
            default:
                return ReadStatement();
        }
    }

    private bool ReadStatement()
    {
        if (IsLabel())
        {
            _cursor.Position += 3;
            return true;
        }

        if (_cursor.IsOperator("#") && _cursor.Peek(1).Kind == SqlTokenKind.Identifier)
        {
            _cursor.Position += 3; // #variable_conflict use_column
            return true;
        }

        var end = _cursor.IndexOfSemicolon();
        switch (_cursor.Keyword)
        {
            case Keyword.Execute:
                AddDynamic(end);
                break;
            case Keyword.Perform:
                AddPerform(end);
                break;
            case Keyword.Return when _cursor.Peek(1).Keyword == Keyword.Query:
                _cursor.Position += 2;
                AddQuery(end);
                break;
            case Keyword.Return or Keyword.Null or Keyword.Raise or Keyword.Assert or Keyword.Exit or Keyword.Continue or Keyword.Get
                or Keyword.Open or Keyword.Close or Keyword.Fetch or Keyword.Move:
                break;
            default:
                if (!IsAssignment() && end > _cursor.Position)
                    Add(end);
                break;
        }

        _cursor.Position = end + 1;
        return end < _cursor.End;
    }

    /// <summary>FOR variables IN query, EXECUTE, range or cursor LOOP. The query runs once, before the loop.</summary>
    private bool ReadFor()
    {
        if (!SkipPast(Keyword.In))
            return false;
        var query = _cursor.Position;
        if (!SkipPast(Keyword.Loop))
            return false;

        var body = _cursor.Position;
        _cursor.Position = query;
        AddQuery(body - 1);
        _cursor.Position = body;
        return Opened(BlockKind.Loop);
    }

    private void AddQuery(int end)
    {
        if (_cursor.Is(Keyword.Execute))
            AddDynamic(end);
        else if (_cursor.Keyword is Keyword.Select or Keyword.With or Keyword.Values or Keyword.Insert or Keyword.Update or Keyword.Delete or Keyword.Merge)
            Add(end);
    }

    /// <summary>INTO names variables here, it creates no table. In a loop a variable has another value at each turn.</summary>
    private void Add(int end)
    {
        _cursor.Variables = _loops == 0 ? _variables : null;
        var statement = _cursor.ReadNested(end);
        Add(statement is QueryStatement { CreatesTable: true } query ? query with { Into = null, CreatesTable = false } : statement);
    }

    private void AddPerform(int end)
    {
        var start = _cursor.Position;
        _cursor.Position = end;
        if (_cursor.ExpressionFrom(start + 1) is { } query)
            Add(new QueryStatement(_cursor.SpanFrom(start), query, Into: null, CreatesTable: false));
    }

    private void AddDynamic(int end)
    {
        foreach (var statement in DynamicSql.Read(_cursor, end))
            Add(statement);
    }

    private void Add(SqlStatement statement) => _statements.Add(new BodyStatement(statement, _loops > 0, _conditions > 0));

    /// <summary>Declarations end with semicolons, the section with BEGIN.</summary>
    private bool SkipDeclarations()
    {
        _cursor.Skip();
        while (!_cursor.AtEnd && !_cursor.Is(Keyword.Begin))
        {
            _cursor.Accept(Keyword.Declare); // may be said again before each
            if (_cursor.TryName(out var name) && name is not null)
                _variables.Add(name);
            _cursor.Position = _cursor.IndexOfSemicolon() + 1;
        }

        return !_cursor.AtEnd;
    }

    private bool SkipPast(Keyword keyword)
    {
        while (!_cursor.AtEnd && !_cursor.Is(SqlTokenKind.Semicolon))
        {
            if (_cursor.Accept(keyword))
                return true;
            if (!_cursor.SkipParentheses())
                _cursor.Skip();
        }

        return false;
    }

    private bool Open(BlockKind kind)
    {
        _cursor.Skip();
        return Opened(kind);
    }

    private bool Opened(BlockKind kind)
    {
        _blocks.Push(kind);
        Count(kind, 1);
        return true;
    }

    private void Count(BlockKind kind, int change)
    {
        if (kind == BlockKind.Loop)
            _loops += change;
        else if (kind is BlockKind.Branch or BlockKind.Handler)
            _conditions += change;
    }

    /// <summary>END, END IF, END LOOP label;. Only the end of the whole body may lack its semicolon.</summary>
    private bool Close()
    {
        if (_blocks.Count == 0)
            return false;
        Count(_blocks.Pop(), -1);
        _cursor.Position = _cursor.IndexOfSemicolon() + 1;
        return true;
    }

    private bool IsLabel() => _cursor.IsOperator("<<") && _cursor.Peek(2).Kind == SqlTokenKind.Operator;

    /// <summary>name := value, name = value, record.field := value, array[1] := value.</summary>
    private bool IsAssignment()
    {
        if (_cursor.Current.Kind is not (SqlTokenKind.Identifier or SqlTokenKind.QuotedIdentifier or SqlTokenKind.Parameter))
            return false;

        var next = _cursor.Peek(1);
        return next.Kind is SqlTokenKind.Assign or SqlTokenKind.Dot or SqlTokenKind.OpenBracket
            || (next is { Kind: SqlTokenKind.Operator, Length: 1 } && _cursor.Text[next.Start] == '=');
    }
}
