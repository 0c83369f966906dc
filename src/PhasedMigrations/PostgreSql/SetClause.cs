namespace PhasedMigrations.PostgreSql;

/// <summary>One <c>column = expression</c> of a SET clause.</summary>
internal sealed record Assignment(string Column, string Expression)
{
    /// <summary>True when the column occurs in its own expression: running the assignment twice may give another value.</summary>
    public bool ReadsItself => SqlTokenizer.Tokenize(Expression).Any(token => token.Identifier == Column);

    public bool IsDefault => SqlTokenizer.Tokenize(Expression) is [var only] && only.IsKeyword("default");
}

internal static class SetClause
{
    /// <exception cref="InvalidDefinitionException">The text is not a list of <c>column = expression</c>.</exception>
    public static IReadOnlyList<Assignment> Parse(string set)
    {
        var tokens = SqlTokenizer.Tokenize(set);
        if (tokens.Count == 0)
            throw new InvalidDefinitionException("The SET clause of the backfill is empty; write column = expression.");
        return [.. SplitAtCommas(tokens).Select(item => ParseOne(set, item))];
    }

    private static Assignment ParseOne(string set, List<SqlToken> item)
    {
        if (item is not [{ Identifier: { } column }, var equals, _, ..] || !equals.IsSymbol('='))
            throw new InvalidDefinitionException(
                $"The SET clause of the backfill must be a list of column = expression (a row on the left is not supported): {set}");
        return new(column, set[item[2].Start..item[^1].End]);
    }

    private static IEnumerable<List<SqlToken>> SplitAtCommas(List<SqlToken> tokens)
    {
        var depth = 0;
        var item = new List<SqlToken>();
        foreach (var token in tokens)
        {
            depth += token.IsSymbol('(') || token.IsSymbol('[') ? 1 : token.IsSymbol(')') || token.IsSymbol(']') ? -1 : 0;
            if (depth == 0 && token.IsSymbol(','))
            {
                yield return item;
                item = [];
            }
            else
                item.Add(token);
        }

        yield return item;
    }
}
