namespace PhasedMigrations.PostgreSql;

/// <summary>
/// Recognises expressions that are one literal for every row, so that <c>ADD COLUMN … NOT NULL DEFAULT</c> stores it once in the catalog
/// instead of rewriting the table (PostgreSQL 11 and later: pg_attribute.attmissingval).
/// </summary>
internal static class ConstantExpression
{
    /// <summary>True for a number, a quoted string, true or false, each optionally followed by <c>::type</c> casts.</summary>
    public static bool IsLiteral(string expression)
    {
        var tokens = SqlTokenizer.Tokenize(expression);
        var i = 0;
        if (tokens.Count > 1 && (tokens[0].IsSymbol('-') || tokens[0].IsSymbol('+')) && tokens[1].Kind == SqlTokenKind.Number)
            i++;
        return i < tokens.Count && IsValue(tokens[i]) && AreCasts(tokens[(i + 1)..]);
    }

    private static bool IsValue(SqlToken token) =>
        token.Kind is SqlTokenKind.Number or SqlTokenKind.String || token.IsKeyword("true") || token.IsKeyword("false");

    private static bool AreCasts(List<SqlToken> tokens)
    {
        if (tokens.Count == 0)
            return true;
        if (tokens.Count < 3 || !tokens[0].IsSymbol(':') || !tokens[1].IsSymbol(':'))
            return false;
        // A type name: words, dots, and numbers in brackets; another operator or a comma outside brackets ends the claim.
        return tokens.All(token => token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier or SqlTokenKind.Number
                                   || (token.Kind == SqlTokenKind.Symbol && token.Text[0] is ':' or '.' or '(' or ')' or ',' or '[' or ']'))
               && !tokens.Any(token => token.IsKeyword("at") || token.IsKeyword("is") || token.IsKeyword("and") || token.IsKeyword("or")
                                       || token.IsKeyword("collate"));
    }
}
