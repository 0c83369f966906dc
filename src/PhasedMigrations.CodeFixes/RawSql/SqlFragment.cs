using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>A part of SQL text as an argument of its own.</summary>
internal static class SqlFragment
{
    /// <summary>On one line, if no string or comment has a line break.</summary>
    public static string Literal(string text)
    {
        var tokens = new SqlTokens(text, new SqlSpan(0, text.Length));
        var isFixed = tokens.HasComments || tokens.Any(token => token.Kind is not (SqlTokenKind.Identifier or SqlTokenKind.Number)
            && text.IndexOf('\n', token.Start, token.Length) >= 0);
        return CSharpText.Literal(isFixed ? text : string.Join(" ", Lines(text)));
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
}
