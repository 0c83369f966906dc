using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>The columns that INSERT and UPDATE write: a whole one, a field of it, or elements of an array.</summary>
internal static class TargetParser
{
    public static bool TryRead(TokenCursor cursor, out string? column)
    {
        if (!cursor.TryName(out column))
            return false;

        while (cursor.Current.Kind is SqlTokenKind.Dot or SqlTokenKind.OpenBracket)
        {
            if (cursor.Accept(SqlTokenKind.Dot))
                cursor.Skip();
            else
                cursor.Position = cursor.EndOfGroup();
        }

        return true;
    }

    /// <summary>(a, b.field, c[1]). Null when something else stands there.</summary>
    public static List<string?>? ReadList(TokenCursor cursor)
    {
        var columns = new List<string?>();
        cursor.Skip();
        do
        {
            if (!TryRead(cursor, out var column))
                return null;
            columns.Add(column);
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return cursor.Accept(SqlTokenKind.CloseParenthesis) ? columns : null;
    }
}
