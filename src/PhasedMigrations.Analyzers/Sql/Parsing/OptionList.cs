using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>The parenthesized options of VACUUM, REINDEX, CLUSTER, EXPLAIN: (name, name value, …).</summary>
internal static class OptionList
{
    /// <summary>Passes over the list, if one stands here. An option without a value is on.</summary>
    public static bool TryRead(TokenCursor cursor, string option, out bool isOn)
    {
        isOn = false;
        if (!cursor.Is(SqlTokenKind.OpenParenthesis) || BeginsQuery(cursor.Peek(1)))
            return false;

        var end = cursor.EndOfGroup();
        while (cursor.Position < end)
        {
            cursor.Skip(); // the parenthesis or the comma
            if (cursor.AcceptWord(option))
                isOn = !(cursor.Is(Keyword.False) || cursor.Is(Keyword.Off) || IsZero(cursor));
            while (cursor.Position < end && !cursor.Is(SqlTokenKind.Comma))
                cursor.Skip();
        }

        cursor.Position = end;
        return true;
    }

    /// <summary>EXPLAIN (SELECT …) has no options.</summary>
    private static bool BeginsQuery(SqlToken token) =>
        token.Kind == SqlTokenKind.OpenParenthesis || token.Keyword is Keyword.Select or Keyword.Values or Keyword.With or Keyword.Table;

    private static bool IsZero(TokenCursor cursor) =>
        cursor.Is(SqlTokenKind.Number) && cursor.Current.Length == 1 && cursor.Text[cursor.Current.Start] == '0';
}
