using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Reads the form of a WHERE clause: which columns it ties to values, to other columns, or to a range.</summary>
internal static class RestrictionParser
{
    /// <summary>Conditions nested deeper in parentheses than this are taken as opaque.</summary>
    private const int MaximumNesting = 8;

    /// <summary>Passes over FROM or USING with its joins.</summary>
    public static void SkipToWhere(TokenCursor cursor)
    {
        while (!cursor.AtEnd && !cursor.Is(Keyword.Where) && !cursor.Is(Keyword.Returning))
        {
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }
    }

    /// <summary>Null when nothing follows WHERE.</summary>
    public static SqlRestriction? Read(TokenCursor cursor)
    {
        if (!cursor.Accept(Keyword.Where))
            return SqlRestriction.None;

        var start = cursor.Position;
        if (cursor.Is(Keyword.Current, Keyword.Of))
        {
            cursor.Position += 3;
            return new SqlRestriction(cursor.ExpressionFrom(start)) { IsCursorRow = true };
        }

        while (!cursor.AtEnd && !cursor.Is(Keyword.Returning))
        {
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }

        var end = cursor.Position;
        if (cursor.ExpressionFrom(start) is not { } condition)
            return null;

        var form = Form(cursor, start, end);
        cursor.Position = end;
        return new SqlRestriction(condition)
        {
            KeyColumns = form.Keys,
            JoinColumns = form.Joins,
            RangeColumns = form.Ranges,
            IsTautology = form.IsTautology,
            IsContradiction = form.IsContradiction,
        };
    }

    /// <summary>What the condition between two places says.</summary>
    public static ConditionForm Form(TokenCursor cursor, int start, int end) => Alternatives(cursor, start, end, MaximumNesting);

    /// <summary>a OR b: only what every alternative says holds.</summary>
    private static ConditionForm Alternatives(TokenCursor cursor, int start, int end, int nesting)
    {
        ConditionForm? all = null;
        foreach (var (from, to) in ConditionTerms.Split(cursor, start, end, Keyword.Or))
        {
            var alternative = Terms(cursor, from, to, nesting);
            all = all is null ? alternative : all.Or(alternative);
        }

        return all ?? new ConditionForm();
    }

    /// <summary>a AND b: what either says holds.</summary>
    private static ConditionForm Terms(TokenCursor cursor, int start, int end, int nesting)
    {
        ConditionForm? all = null;
        foreach (var (from, to) in ConditionTerms.Split(cursor, start, end, Keyword.And))
        {
            var term = Term(cursor, from, to, nesting);
            all = all is null ? term : all.And(term);
        }

        return all ?? new ConditionForm();
    }

    private static ConditionForm Term(TokenCursor cursor, int start, int end, int nesting)
    {
        cursor.Position = start;
        if (nesting > 0 && cursor.Is(SqlTokenKind.OpenParenthesis) && cursor.EndOfGroup() == end)
            return Alternatives(cursor, start + 1, end - 1, nesting - 1);
        return Comparison.Read(cursor, start, end);
    }
}
