using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>One comparison of a WHERE clause.</summary>
internal static class Comparison
{
    public static ConditionForm Read(TokenCursor cursor, int start, int end)
    {
        cursor.Position = start;
        if (IsTautology(cursor, start, end))
            return new ConditionForm { IsTautology = true };

        cursor.Position = start;
        if (IsContradiction(cursor, start, end))
            return new ConditionForm { IsContradiction = true };

        cursor.Position = start;
        return ColumnFirst(cursor, end) ?? ConstantFirst(cursor, start, end) ?? new ConditionForm();
    }

    /// <summary>column = …, column IN (…), column BETWEEN …, column &lt; ….</summary>
    private static ConditionForm? ColumnFirst(TokenCursor cursor, int end)
    {
        if (!TryColumn(cursor, out var column))
            return null;

        if (cursor.AcceptOperator("="))
            return Equality(cursor, column, end);
        if (cursor.Accept(Keyword.In) && cursor.Is(SqlTokenKind.OpenParenthesis))
            return ValuesOf(cursor, column);
        if (cursor.Is(Keyword.Between) || IsOrdering(cursor))
            return new ConditionForm { Ranges = [column] };
        return null;
    }

    private static ConditionForm Equality(TokenCursor cursor, string column, int end)
    {
        if (cursor.Keyword is Keyword.Any or Keyword.Some)
        {
            cursor.Skip();
            return ValuesOf(cursor, column);
        }

        var isScalarQuery = cursor.Is(SqlTokenKind.OpenParenthesis) && cursor.Peek(1).Keyword is Keyword.Select && cursor.EndOfGroup() == end;
        if (isScalarQuery || IsVariableTo(cursor, end) || IsConstantTo(cursor, end))
            return new ConditionForm { Keys = [column] };
        return new ConditionForm { Joins = [column] };
    }

    /// <summary>A list of constants or an array ties the column to values; a query ties it to other rows.</summary>
    private static ConditionForm ValuesOf(TokenCursor cursor, string column)
    {
        if (!cursor.Is(SqlTokenKind.OpenParenthesis))
            return new ConditionForm();

        var end = cursor.EndOfGroup() - 1;
        cursor.Skip();
        if (cursor.Is(Keyword.Select))
            return new ConditionForm { Joins = [column], Keys = KeysOfQuery(cursor, end) };
        do
        {
            if (!ConstantParser.TryRead(cursor, allowsParameters: true))
                return new ConditionForm { Joins = [column] };
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return cursor.Position == end ? new ConditionForm { Keys = [column] } : new ConditionForm { Joins = [column] };
    }

    /// <summary>What a query ties to values, the rows that it lists are tied to. Nothing where several queries are put together.</summary>
    private static IReadOnlyList<string> KeysOfQuery(TokenCursor cursor, int end)
    {
        int? where = null;
        var stop = end;
        for (; cursor.Position < end; cursor.Skip())
        {
            while (cursor.Position < end && cursor.SkipParentheses())
            {
            }

            if (cursor.Keyword is Keyword.Union or Keyword.Except || cursor.IsWord("intersect"))
                return [];
            if (cursor.Keyword is Keyword.Where)
                where ??= cursor.Position + 1;
            else if (cursor.Keyword is Keyword.Group or Keyword.Order or Keyword.Limit or Keyword.Offset or Keyword.Fetch or Keyword.Having or Keyword.For)
                stop = Math.Min(stop, cursor.Position);
        }

        return where is { } start && start < stop ? RestrictionParser.Form(cursor, start, stop).Keys : [];
    }

    /// <summary>constant = column, constant &lt; column.</summary>
    private static ConditionForm? ConstantFirst(TokenCursor cursor, int start, int end)
    {
        cursor.Position = start;
        if (!ConstantParser.TryRead(cursor, allowsParameters: true))
            return null;

        var isEquality = cursor.IsOperator("=");
        if (!isEquality && !IsOrdering(cursor))
            return null;
        cursor.Skip();
        if (!TryColumn(cursor, out var column) || cursor.Position != end)
            return null;
        return isEquality ? new ConditionForm { Keys = [column] } : new ConditionForm { Ranges = [column] };
    }

    /// <summary>TRUE, 1 = 1, 'a' = 'a'.</summary>
    private static bool IsTautology(TokenCursor cursor, int start, int end)
    {
        if (end - start == 1)
            return cursor.Is(Keyword.True);
        if (end - start != 3 || cursor.Peek(1) is not { Kind: SqlTokenKind.Operator, Length: 1 } symbol || cursor.Text[symbol.Start] != '=')
            return false;

        var (left, right) = (cursor.Peek(0), cursor.Peek(2));
        return left.Kind is SqlTokenKind.Number or SqlTokenKind.String
            && left.Length == right.Length
            && string.CompareOrdinal(cursor.Text, left.Start, cursor.Text, right.Start, left.Length) == 0;
    }

    /// <summary>FALSE, 1 = 0, and column = NULL, which is not true for any value; nor is column &lt;&gt; NULL.</summary>
    private static bool IsContradiction(TokenCursor cursor, int start, int end)
    {
        if (end - start == 1)
            return cursor.Is(Keyword.False);

        var (left, symbol, right) = (cursor.Peek(end - start - 3), cursor.Peek(end - start - 2), cursor.Peek(end - start - 1));
        if (end - start < 3 || symbol.Kind != SqlTokenKind.Operator)
            return false;
        if (right.Keyword == Keyword.Null)
            return TryColumn(cursor, out _) && cursor.Position == end - 2 && (IsOrdering(cursor) || cursor.IsOperator("=") || cursor.IsOperator("<>") || cursor.IsOperator("!="));
        return end - start == 3
            && left is { Kind: SqlTokenKind.Number, Length: 1 } && right is { Kind: SqlTokenKind.Number, Length: 1 }
            && symbol.Length == 1 && cursor.Text[symbol.Start] == '=' && cursor.Text[left.Start] != cursor.Text[right.Start];
    }

    /// <summary>The column's own name: what qualifies it is the target table or its alias, or another table of a join.</summary>
    private static bool TryColumn(TokenCursor cursor, out string column)
    {
        column = "";
        if (!cursor.TryName(out var name))
            return false;
        while (cursor.Accept(SqlTokenKind.Dot))
        {
            if (!cursor.TryLabel(out name))
                return false;
        }

        column = name ?? "";
        return name is not null;
    }

    private static bool IsConstantTo(TokenCursor cursor, int end) => ConstantParser.TryRead(cursor, allowsParameters: true) && cursor.Position == end;

    private static bool IsVariableTo(TokenCursor cursor, int end)
    {
        if (cursor.Variables is not { Count: > 0 } variables || cursor.Position + 1 != end)
            return false;

        var start = cursor.Position;
        var isVariable = cursor.TryName(out var name) && name is not null && variables.Contains(name);
        cursor.Position = start;
        return isVariable;
    }

    private static bool IsOrdering(TokenCursor cursor) =>
        cursor.IsOperator("<") || cursor.IsOperator(">") || cursor.IsOperator("<=") || cursor.IsOperator(">=");
}
