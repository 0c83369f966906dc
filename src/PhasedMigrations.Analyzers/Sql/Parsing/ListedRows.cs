using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Rows that a statement lists itself, so that there are as many as somebody has written.</summary>
internal static class ListedRows
{
    /// <summary>FROM (VALUES …), USING (SELECT 1 AS id): how many rows stand there, 0 where they come from a table.</summary>
    public static int After(TokenCursor cursor)
    {
        if (cursor.Peek(1).Kind != SqlTokenKind.OpenParenthesis)
            return 0;

        var start = cursor.Position++;
        var end = cursor.EndOfGroup() - 1;
        cursor.Skip();
        var rows = cursor.Is(Keyword.Values) ? OfValues(cursor) : OfQuery(cursor, end);
        cursor.Position = start;
        return rows;
    }

    /// <summary>VALUES (…), (…).</summary>
    public static int OfValues(TokenCursor cursor)
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

    /// <summary>A SELECT that reads no table is one row. Leaves the cursor where it was.</summary>
    public static int OfQuery(TokenCursor cursor, int end)
    {
        var start = cursor.Position;
        var rows = 0;
        while (cursor.Position < end)
        {
            if (cursor.Is(Keyword.Select))
                rows++;
            else if (cursor.Is(Keyword.From) && cursor.Peek(-1).Keyword != Keyword.Distinct)
                rows = ReadsListedRows(cursor) ? rows : int.MinValue;
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }

        cursor.Position = start;
        return Math.Max(rows, 0);
    }

    private static bool ReadsListedRows(TokenCursor cursor) =>
        cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis && cursor.Peek(2).Keyword == Keyword.Values;
}
