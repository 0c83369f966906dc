using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

internal static class ConditionTerms
{
    /// <summary>Cuts the tokens at AND or at OR outside parentheses and CASE. The AND of BETWEEN a AND b cuts nothing.</summary>
    public static List<(int Start, int End)> Split(TokenCursor cursor, int start, int end, Keyword separator)
    {
        var terms = new List<(int, int)>(2);
        var termStart = start;
        var cases = 0;
        var isBetween = false;
        cursor.Position = start;
        while (cursor.Position < end)
        {
            var keyword = cursor.Keyword;
            if (cursor.SkipParentheses())
                continue;
            if (keyword == Keyword.Case)
                cases++;
            else if (keyword == Keyword.End)
                cases--;
            else if (keyword == Keyword.Between)
                isBetween = true;
            else if (keyword == Keyword.And && isBetween)
                isBetween = false;
            else if (keyword == separator && cases <= 0)
            {
                terms.Add((termStart, cursor.Position));
                termStart = cursor.Position + 1;
            }

            cursor.Skip();
        }

        terms.Add((termStart, end));
        return terms;
    }
}
