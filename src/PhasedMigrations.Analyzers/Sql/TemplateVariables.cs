using System.Text.RegularExpressions;
using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql;

/// <summary>
/// Variables that a migration runner replaces before PostgreSQL sees the text: DbUp's <c>$name$</c>, which otherwise opens a dollar
/// quote, and <c>${name}</c> of Flyway and Evolve where it is a part of a name. Each becomes a name of its own length, so that every other
/// place in the text stays what it was and the same variable means the same thing everywhere.
/// </summary>
internal static class TemplateVariables
{
    /// <summary>Cheap: almost no text has one.</summary>
    private static readonly Regex Candidate = new(@"\$(\w+\$|\{[\w.:-]+\})", RegexOptions.CultureInvariant);

    public static string Replace(string text)
    {
        if (text.IndexOf('$') < 0 || !Candidate.IsMatch(text))
            return text;

        char[]? replaced = null;
        Replace(text, 0, text.Length, ref replaced);
        return replaced is null ? text : new string(replaced);
    }

    private static void Replace(string text, int start, int end, ref char[]? replaced)
    {
        var lexer = new SqlLexer(text, start, end);
        var previous = default(SqlToken);
        while (lexer.Next() is { Kind: not SqlTokenKind.End } token)
        {
            if (VariableAt(text, previous, token) is { Length: > 0 } variable)
            {
                var characters = replaced ??= text.ToCharArray();
                for (var i = variable.Start; i < variable.End; i++)
                {
                    if (!SqlCharacters.IsIdentifierPart(characters[i]) || characters[i] == '$')
                        characters[i] = '_';
                }

                token = new SqlToken(SqlTokenKind.Identifier, Keyword.None, variable.Start, variable.End);
                lexer = new SqlLexer(text, variable.End, end);
            }
            else if (token.Kind == SqlTokenKind.DollarString)
            {
                // The runner looks into function bodies too.
                var delimiter = text.IndexOf('$', token.Start + 1) + 1 - token.Start;
                Replace(text, token.Start + delimiter, token.End - delimiter, ref replaced);
            }

            if (token.Kind is not (SqlTokenKind.LineComment or SqlTokenKind.BlockComment))
                previous = token;
        }
    }

    /// <summary>An empty span where none begins.</summary>
    private static SqlSpan VariableAt(string text, SqlToken previous, SqlToken token)
    {
        switch (token.Kind)
        {
            case SqlTokenKind.Identifier when text[token.End - 1] == '$' && EndOfBraces(text, token.End) is var end and > 0:
                return SqlSpan.FromBounds(token.End - 1, end);
            case SqlTokenKind.Parameter when text[token.Start + 1] == '{' && IsPartOfName(text, previous, token.Start, token.End):
                return SqlSpan.FromBounds(token.Start, token.End);
            case SqlTokenKind.DollarString or SqlTokenKind.Unterminated when text[token.Start] == '$':
                var close = text.IndexOf('$', token.Start + 1) + 1;
                return close > token.Start + 2 && (token.Kind == SqlTokenKind.Unterminated || IsNoQuote(text, previous, close))
                    ? SqlSpan.FromBounds(token.Start, close)
                    : default;
            default:
                return default;
        }
    }

    private static bool IsPartOfName(string text, SqlToken previous, int start, int end) =>
        previous.Kind == SqlTokenKind.Dot
        || (previous.Kind == SqlTokenKind.Identifier && previous.End == start)
        || (end < text.Length && (text[end] == '.' || SqlCharacters.IsIdentifierPart(text[end])));

    /// <summary>No dollar quote stands before a dot or where a name is due.</summary>
    private static bool IsNoQuote(string text, SqlToken previous, int close) =>
        previous.Kind == SqlTokenKind.Dot
        || (close < text.Length && text[close] is '.' or '_')
        || previous.Keyword is Keyword.Schema or Keyword.Table or Keyword.Exists or Keyword.On or Keyword.Into or Keyword.Join or Keyword.Update
            or Keyword.Only or Keyword.Index or Keyword.References or Keyword.View or Keyword.Function or Keyword.Procedure or Keyword.Role
            or Keyword.User or Keyword.Database or Keyword.To or Keyword.Type or Keyword.Sequence or Keyword.Domain or Keyword.Concurrently;

    private static int EndOfBraces(string text, int start)
    {
        if (start >= text.Length || text[start] != '{')
            return 0;

        var end = text.IndexOf('}', start);
        for (var i = start + 1; i < end; i++)
        {
            if (!SqlCharacters.IsIdentifierPart(text[i]) && text[i] is not ('.' or ':' or '-'))
                return 0;
        }

        return end + 1;
    }
}
