namespace PhasedMigrations.PostgreSql;

internal enum SqlTokenKind
{
    /// <summary>An unquoted identifier or keyword.</summary>
    Word,
    QuotedIdentifier,
    String,
    Number,
    Symbol,
}

/// <summary>One lexical element of an expression, with its place in the text.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Start)
{
    public int End => Start + Text.Length;

    /// <summary>The name as the server resolves it: unquoted ones fold to lower case.</summary>
    public string? Identifier => Kind switch
    {
        SqlTokenKind.Word => Text.ToLowerInvariant(),
        SqlTokenKind.QuotedIdentifier => Text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal),
        _ => null,
    };

    public bool IsSymbol(char symbol) => Kind == SqlTokenKind.Symbol && Text[0] == symbol;

    public bool IsKeyword(string keyword) => Kind == SqlTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
