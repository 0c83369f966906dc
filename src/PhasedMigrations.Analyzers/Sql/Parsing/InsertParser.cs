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
        if (cursor.Is(SqlTokenKind.OpenParenthesis) && !IsQuery(cursor, ahead: 1) && (columns = Columns(cursor)) is null)
            return null;
        if (cursor.Accept(Keyword.Overriding))
            cursor.Position += 2; // SYSTEM VALUE, USER VALUE

        var start = cursor.Position;
        var isQuery = !cursor.Is(Keyword.Values);
        var rows = 0;
        if (cursor.Accept(Keyword.Default, Keyword.Values))
            (isQuery, rows) = (false, 1);
        else if (!isQuery)
            rows = Rows(cursor);
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

    /// <summary>Columns, or parts of them: (a, b.field, c[1]).</summary>
    private static List<string?>? Columns(TokenCursor cursor)
    {
        var columns = new List<string?>();
        cursor.Skip();
        do
        {
            if (!cursor.TryName(out var column))
                return null;
            columns.Add(column);
            while (cursor.Current.Kind is SqlTokenKind.Dot or SqlTokenKind.OpenBracket)
            {
                if (cursor.Accept(SqlTokenKind.Dot))
                    cursor.Skip();
                else
                    cursor.Position = cursor.EndOfGroup();
            }
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return cursor.Accept(SqlTokenKind.CloseParenthesis) ? columns : null;
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
        while (!cursor.AtEnd && !cursor.Is(Keyword.Returning) && !cursor.Is(Keyword.On, Keyword.Conflict))
        {
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }
    }
}
