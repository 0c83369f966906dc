using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>The WHERE clause of an UPDATE.</summary>
internal static class UpdateCondition
{
    /// <summary>
    /// One of the conditions joined by AND is <c>column IS NULL</c> or <c>column = constant</c>, and the column is given another value:
    /// a row that does not wait for the update any more is not touched.
    /// </summary>
    public static bool IsFalseAfterwards(SqlTokens where, IReadOnlyList<UpdateAssignment> assignments)
    {
        var start = 0;
        var isFalse = false;
        foreach (var index in where.TopLevel())
        {
            if (where[index].Keyword is Keyword.Or or Keyword.Between or Keyword.Case)
                return false;
            if (where[index].Keyword != Keyword.And)
                continue;
            isFalse |= IsChanged(where, start, index, assignments);
            start = index + 1;
        }

        return isFalse || IsChanged(where, start, where.Count, assignments);
    }

    private static bool IsChanged(SqlTokens where, int start, int end, IReadOnlyList<UpdateAssignment> assignments)
    {
        if (end - start != 3
            || !where.IsName(start)
            || assignments.FirstOrDefault(candidate => candidate.Column == where.Name(start)) is not { } assignment)
            return false;
        if (where[start + 1].Keyword == Keyword.Is)
            return where[start + 2].Keyword == Keyword.Null;

        return where.TextOf(start + 1) == "="
            && IsConstant(where, start + 2)
            && assignment.Tokens.Count == 1
            && IsConstant(assignment.Tokens, 0)
            && where.TextOf(start + 2) != assignment.Value;
    }

    private static bool IsConstant(SqlTokens tokens, int index) =>
        tokens[index].Kind is SqlTokenKind.String or SqlTokenKind.Number || tokens[index].Keyword is Keyword.True or Keyword.False;
}
