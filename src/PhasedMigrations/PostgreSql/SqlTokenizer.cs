namespace PhasedMigrations.PostgreSql;

/// <summary>
/// Splits a SQL expression into tokens, by the rules of PostgreSQL 18 "Lexical Structure": enough to find top-level commas,
/// assignments and column names. Whether the expression is valid is for the server to say.
/// </summary>
internal static class SqlTokenizer
{
    /// <exception cref="InvalidDefinitionException">A string, quoted identifier, comment or bracket is not closed, or the text ends the statement.</exception>
    public static List<SqlToken> Tokenize(string sql)
    {
        var tokens = new List<SqlToken>();
        var depth = 0;
        for (var i = 0; i < sql.Length;)
        {
            var end = SkipBlank(sql, i);
            if (end > i)
            {
                i = end;
                continue;
            }

            var token = Read(sql, i);
            depth += token.IsSymbol('(') || token.IsSymbol('[') ? 1 : token.IsSymbol(')') || token.IsSymbol(']') ? -1 : 0;
            if (depth < 0)
                throw Unclosed(sql, "closes a bracket that is not open");
            if (token.IsSymbol(';'))
                throw Unclosed(sql, "holds a semicolon; one expression is wanted, not several statements");
            tokens.Add(token);
            i = token.End;
        }

        return depth == 0 ? tokens : throw Unclosed(sql, "leaves a bracket open");
    }

    private static int SkipBlank(string sql, int i)
    {
        if (char.IsWhiteSpace(sql[i]))
            return i + 1;
        if (At(sql, i, "--"))
        {
            var newline = sql.IndexOf('\n', i);
            return newline < 0 ? sql.Length : newline + 1;
        }

        return At(sql, i, "/*") ? SkipBlockComment(sql, i) : i;
    }

    // Block comments nest in PostgreSQL.
    private static int SkipBlockComment(string sql, int start)
    {
        var depth = 0;
        for (var i = start; i < sql.Length - 1; i++)
        {
            if (At(sql, i, "/*"))
            {
                depth++;
                i++;
            }
            else if (At(sql, i, "*/"))
            {
                i++;
                if (--depth == 0)
                    return i + 1;
            }
        }

        throw Unclosed(sql, "leaves a comment open");
    }

    private static SqlToken Read(string sql, int i)
    {
        var c = sql[i];
        if (c == '\'')
            return Token(sql, i, QuotedEnd(sql, i, '\'', escapes: false), SqlTokenKind.String);
        if (c == '"')
            return Token(sql, i, QuotedEnd(sql, i, '"', escapes: false), SqlTokenKind.QuotedIdentifier);
        if (c is 'e' or 'E' && At(sql, i + 1, "'"))
            return Token(sql, i, QuotedEnd(sql, i + 1, '\'', escapes: true), SqlTokenKind.String);
        if (c is 'b' or 'B' or 'x' or 'X' or 'n' or 'N' && At(sql, i + 1, "'"))
            return Token(sql, i, QuotedEnd(sql, i + 1, '\'', escapes: false), SqlTokenKind.String);
        if (c == '$' && DollarEnd(sql, i) is { } dollarEnd)
            return Token(sql, i, dollarEnd, SqlTokenKind.String);
        if (char.IsAsciiDigit(c) || (c == '.' && i + 1 < sql.Length && char.IsAsciiDigit(sql[i + 1])))
            return Token(sql, i, NumberEnd(sql, i), SqlTokenKind.Number);
        return IsWordStart(c) ? Token(sql, i, WordEnd(sql, i), SqlTokenKind.Word) : Token(sql, i, i + 1, SqlTokenKind.Symbol);
    }

    private static int QuotedEnd(string sql, int start, char quote, bool escapes)
    {
        for (var i = start + 1; i < sql.Length; i++)
        {
            if (escapes && sql[i] == '\\')
                i++;
            else if (sql[i] == quote)
            {
                if (i + 1 == sql.Length || sql[i + 1] != quote)
                    return i + 1;
                i++;
            }
        }

        throw Unclosed(sql, quote == '"' ? "leaves a quoted identifier open" : "leaves a string open");
    }

    private static int? DollarEnd(string sql, int start)
    {
        var tagEnd = start + 1;
        while (tagEnd < sql.Length && IsWordPart(sql[tagEnd]) && sql[tagEnd] != '$')
            tagEnd++;
        if (tagEnd >= sql.Length || sql[tagEnd] != '$' || char.IsAsciiDigit(sql[start + 1]))
            return null;
        var delimiter = sql[start..(tagEnd + 1)];
        var close = sql.IndexOf(delimiter, tagEnd + 1, StringComparison.Ordinal);
        return close < 0 ? throw Unclosed(sql, "leaves a dollar-quoted string open") : close + delimiter.Length;
    }

    private static int NumberEnd(string sql, int i)
    {
        while (i < sql.Length && (char.IsAsciiLetterOrDigit(sql[i]) || sql[i] is '.' or '_'
                                  || (sql[i] is '+' or '-' && sql[i - 1] is 'e' or 'E')))
            i++;
        return i;
    }

    private static int WordEnd(string sql, int i)
    {
        while (i < sql.Length && IsWordPart(sql[i]))
            i++;
        return i;
    }

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_' || c >= 0x80;

    private static bool IsWordPart(char c) => IsWordStart(c) || char.IsAsciiDigit(c) || c == '$';

    private static bool At(string sql, int i, string text) => string.CompareOrdinal(sql, i, text, 0, text.Length) == 0;

    private static SqlToken Token(string sql, int start, int end, SqlTokenKind kind) => new(kind, sql[start..end], start);

    private static InvalidDefinitionException Unclosed(string sql, string what) => new($"The SQL text {what}: {sql}");
}
