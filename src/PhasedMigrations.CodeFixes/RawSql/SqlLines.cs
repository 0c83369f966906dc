using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>The lines of one statement, moved to the left as far as its first word goes.</summary>
internal static class SqlLines
{
    /// <param name="column">How far the first line stood to the right.</param>
    public static IReadOnlyList<string> Of(string statement, int column)
    {
        var lines = statement.Replace("\r\n", "\n").Split('\n');
        if (column == 0 || HasLineBreakInToken(statement))
            return lines;

        return [lines[0], .. lines.Skip(1).Select(line => line.Substring(Math.Min(column, line.Length - line.TrimStart(' ', '\t').Length)))];
    }

    /// <summary>How far a place stands to the right, if only blanks stand before it on its line.</summary>
    public static int ColumnOf(string text, int place)
    {
        var line = place == 0 ? 0 : text.LastIndexOf('\n', place - 1) + 1;
        return string.IsNullOrWhiteSpace(text.Substring(line, place - line)) ? place - line : 0;
    }

    /// <summary>In a string, blanks at the start of a line count.</summary>
    private static bool HasLineBreakInToken(string statement)
    {
        var lexer = new SqlLexer(statement);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (statement.IndexOf('\n', token.Start, token.Length) >= 0)
                return true;
        }

        return false;
    }
}
