using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// <c>[name]</c> and <c>`name`</c> are names in SQL Server, SQLite and MySQL. PostgreSQL has no operator with a backtick, and its grammar
/// knows brackets only behind what has elements, behind a type and behind ARRAY: a statement that quotes so is refused (42601) and does
/// nothing. A condition is not read by the grammar, so that these quotes would pass as a part of it.
/// </summary>
internal static class ForeignQuotes
{
    /// <summary>Cheap: tells whether a statement with this token has to be looked at.</summary>
    public static bool MayBe(string text, SqlToken token) =>
        token.Kind == SqlTokenKind.OpenBracket || (token.Kind == SqlTokenKind.Operator && text[token.Start] == '`');

    /// <summary>Whether they stand among the tokens from the given one to the end of the statement.</summary>
    public static bool AreIn(TokenCursor cursor, int start)
    {
        var brackets = 0;
        for (var ahead = start - cursor.Position; cursor.Position + ahead < cursor.End; ahead++)
        {
            var token = cursor.Peek(ahead);
            if (token.Kind == SqlTokenKind.CloseBracket)
                brackets--;
            else if (MayBe(cursor.Text, token) && (token.Kind == SqlTokenKind.Operator || (brackets++ == 0 && IsNameDue(cursor, ahead))))
                return true;
        }

        return false;
    }

    /// <summary>No element and no type stands before. Behind a minus sign it may be an edge of a graph: GRAPH_TABLE of PostgreSQL 19.</summary>
    private static bool IsNameDue(TokenCursor cursor, int ahead) => cursor.Peek(ahead - 1) switch
    {
        { Kind: SqlTokenKind.Operator, End: var end } => cursor.Text[end - 1] != '-',
        { Kind: SqlTokenKind.End or SqlTokenKind.Comma or SqlTokenKind.OpenParenthesis or SqlTokenKind.Dot } => true,
        { Keyword: not (Keyword.None or Keyword.Array) and <= Keyword.With } => cursor.Peek(ahead - 2).Kind != SqlTokenKind.Dot,
        _ => false,
    };
}
