using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class InsertParser
{
    public static DataStatement? Read(TokenCursor cursor)
    {
        if (!cursor.Accept(Keyword.Insert, Keyword.Into) || !cursor.TryQualifiedName(out var table))
            return null;
        if (cursor.Accept(Keyword.As) && !cursor.TryName(out _))
            return null;

        List<string?>? columns = [];
        if (cursor.Is(SqlTokenKind.OpenParenthesis) && !IsQuery(cursor, ahead: 1) && (columns = TargetParser.ReadList(cursor)) is null)
            return null;
        if (cursor.Accept(Keyword.Overriding))
            cursor.Position += 2; // SYSTEM VALUE, USER VALUE

        var start = cursor.Position;
        var isQuery = !cursor.Is(Keyword.Values);
        var rows = 0;
        if (cursor.Accept(Keyword.Default, Keyword.Values))
            (isQuery, rows) = (false, 1);
        else if (!isQuery)
            (isQuery, rows) = ListedRows.OfValues(cursor) is var listed && EndsSource(cursor) ? (false, listed) : (true, 0); // VALUES … UNION …
        else if (!IsQuery(cursor, ahead: 0))
            return null;
        SkipToConflict(cursor);

        var source = cursor.ExpressionFrom(start);
        var end = cursor.Position;
        cursor.Position = start;
        if (isQuery && rows == 0)
            rows = ListedRows.OfQuery(cursor, end);
        var keys = isQuery && rows == 0 ? Keys(cursor, end) : [];
        cursor.Position = end;
        var hasConflictAction = cursor.Is(Keyword.On);
        cursor.SkipAll();
        return new InsertStatement(cursor.StatementSpan, table, columns, isQuery, rows)
        {
            Source = source,
            SourceKeys = keys,
            HasConflictAction = hasConflictAction,
        };
    }

    private static bool IsQuery(TokenCursor cursor, int ahead)
    {
        var token = cursor.Peek(ahead);
        return token.Kind == SqlTokenKind.OpenParenthesis || token.Keyword is Keyword.Select or Keyword.With or Keyword.Values or Keyword.Table;
    }

    /// <summary>What the WHERE of the one query ties to values.</summary>
    private static IReadOnlyList<string> Keys(TokenCursor cursor, int end)
    {
        int? condition = null;
        var conditionEnd = end;
        while (cursor.Position < end)
        {
            switch (cursor.Keyword)
            {
                case Keyword.Union or Keyword.Except or Keyword.Intersect:
                    return [];
                case Keyword.Where when condition is null:
                    condition = cursor.Position + 1;
                    break;
                case Keyword.Group or Keyword.Having or Keyword.Window or Keyword.Order or Keyword.Limit or Keyword.Offset or Keyword.Fetch
                    or Keyword.For when condition is not null:
                    conditionEnd = Math.Min(conditionEnd, cursor.Position);
                    break;
            }

            if (!cursor.SkipParentheses())
                cursor.Skip();
        }

        return condition is { } start ? RestrictionParser.Form(cursor, start, conditionEnd).Keys : [];
    }

    private static void SkipToConflict(TokenCursor cursor)
    {
        while (!EndsSource(cursor))
        {
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }
    }

    private static bool EndsSource(TokenCursor cursor) =>
        cursor.AtEnd || cursor.Is(Keyword.Returning) || cursor.Is(Keyword.On, Keyword.Conflict);
}
