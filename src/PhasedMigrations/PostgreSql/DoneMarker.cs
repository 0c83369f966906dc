namespace PhasedMigrations.PostgreSql;

/// <summary>
/// The part of a backfill's condition that its own assignment makes false, so that no row is ever changed twice, whatever its place in the
/// table and however often it is visited.
/// </summary>
/// <param name="Column">The column that tells.</param>
/// <param name="Pending">The condition for rows that are still to be changed, and would be done afterwards.</param>
/// <param name="IsNull">NULL in the column means that the row is not done.</param>
internal sealed record DoneMarker(string Column, string Pending, bool IsNull)
{
    /// <returns>Null when it cannot be seen from the text that done rows no longer match.</returns>
    public static DoneMarker? Find(string set, string? where)
    {
        if (where is null)
            return null;
        var assignments = SetClause.Parse(set);
        return Conjuncts(SqlTokenizer.Tokenize(where))
            .Select(conjunct => Find(conjunct, where, assignments))
            .FirstOrDefault(marker => marker is not null);
    }

    private static DoneMarker? Find(List<SqlToken> conjunct, string where, IReadOnlyList<Assignment> assignments)
    {
        var isNegated = conjunct[0].IsKeyword("not");
        var rest = isNegated ? conjunct[1..] : conjunct;
        // A column may stand behind the name of its table.
        if (rest.Count > 2 && rest[0].Identifier is not null && rest[1].IsSymbol('.'))
            rest = rest[2..];
        if (rest.Count == 0 || rest[0].Identifier is not { } column || assignments.FirstOrDefault(a => a.Column == column) is not { } assignment)
            return null;
        var value = SqlTokenizer.Tokenize(assignment.Expression);
        var test = string.Join(' ', rest.Skip(1).Select(token => token.Text.ToLowerInvariant()));
        if (!isNegated && test == "is null")
            return Null(column, assignment, where, assignments);
        return Turns(isNegated, test, rest, value) ? new(column, where, IsNull: false) : null;
    }

    // A value that may be NULL leaves the row as it was. That is harmless as long as changing it again gives the same.
    private static DoneMarker? Null(string column, Assignment assignment, string where, IReadOnlyList<Assignment> assignments)
    {
        if (assignment.IsDefault)
            return null;
        if (ConstantExpression.IsLiteral(assignment.Expression))
            return new(column, where, IsNull: true);
        var assigned = assignments.Select(a => a.Column).ToHashSet();
        var readsAssigned = assignments.Any(a => SqlTokenizer.Tokenize(a.Expression).Any(token => token.Identifier is { } name && assigned.Contains(name)));
        return readsAssigned && assignments.Count > 1
            ? null
            : new(column, $"({where}\n) AND ({assignment.Expression}\n) IS DISTINCT FROM NULL", IsNull: true);
    }

    private static bool Turns(bool isNegated, string test, List<SqlToken> conjunct, List<SqlToken> value)
    {
        if (value is not [var only])
            return false;
        if (only.IsKeyword("true"))
            return isNegated ? test is "" or "= true" or "is true" : test is "= false" or "is false" or "is not true";
        if (only.IsKeyword("false"))
            return isNegated ? test is "= false" or "is false" : test is "" or "= true" or "is true" or "is not false";
        // Only what every type stores as it is written: a rounded value would still differ.
        var isExact = only.Kind == SqlTokenKind.String || (only.Kind == SqlTokenKind.Number && only.Text.All(char.IsAsciiDigit));
        return isExact && !isNegated && conjunct[^1].Text == only.Text
            && string.Join(' ', conjunct.Skip(1).SkipLast(1).Select(token => token.Text.ToLowerInvariant())) is "< >" or "! =" or "<" or ">" or "is distinct from";
    }

    // What is joined by AND at the top. OR binds weaker, BETWEEN and CASE have an AND of their own: then nothing can be told.
    private static IEnumerable<List<SqlToken>> Conjuncts(List<SqlToken> tokens)
    {
        tokens = WithoutBrackets(tokens);
        var parts = new List<List<SqlToken>> { new() };
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += token.IsSymbol('(') || token.IsSymbol('[') ? 1 : token.IsSymbol(')') || token.IsSymbol(']') ? -1 : 0;
            if (depth == 0 && (token.IsKeyword("or") || token.IsKeyword("between") || token.IsKeyword("case")))
                return [];
            if (depth == 0 && token.IsKeyword("and"))
                parts.Add([]);
            else
                parts[^1].Add(token);
        }

        return parts.Count == 1
            ? parts.Where(part => part.Count > 0)
            : parts.Where(part => part.Count > 0).SelectMany(Conjuncts);
    }

    private static List<SqlToken> WithoutBrackets(List<SqlToken> tokens)
    {
        while (tokens.Count > 2 && tokens[0].IsSymbol('(') && Closes(tokens) == tokens.Count - 1)
            tokens = tokens[1..^1];
        return tokens;
    }

    private static int Closes(List<SqlToken> tokens)
    {
        var depth = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            depth += tokens[i].IsSymbol('(') ? 1 : tokens[i].IsSymbol(')') ? -1 : 0;
            if (depth == 0)
                return i;
        }

        return -1;
    }
}
