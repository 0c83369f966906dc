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
            (isQuery, rows) = Rows(cursor) is var listed && EndsSource(cursor) ? (false, listed) : (true, 0); // VALUES … UNION …
        else if (!IsQuery(cursor, ahead: 0))
            return null;
        SkipToConflict(cursor);

        var source = cursor.ExpressionFrom(start);
        var hasConflictAction = cursor.Is(Keyword.On);
        cursor.SkipAll();
        return new InsertStatement(cursor.StatementSpan, table, columns, isQuery, rows)
        {
            Source = source,
            HasConflictAction = hasConflictAction,
        };
    }

    private static bool IsQuery(TokenCursor cursor, int ahead)
    {
        var token = cursor.Peek(ahead);
        return token.Kind == SqlTokenKind.OpenParenthesis || token.Keyword is Keyword.Select or Keyword.With or Keyword.Values or Keyword.Table;
    }

    private static int Rows(TokenCursor cursor)
    {
        var rows = 0;
        cursor.Skip();
        while (cursor.SkipParentheses())
        {
            rows++;
            if (!cursor.Accept(SqlTokenKind.Comma))
                break;
        }

        return rows;
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
