using System.Text;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>
/// What stands in SQL for an expression that cannot be computed: <c>{table}</c>, which the lexer takes for a value or name that is
/// filled in later. The same expression has the same placeholder.
/// </summary>
internal static class Placeholder
{
    private const int MaximumLength = 64;

    public static string For(SyntaxNode expression)
    {
        var name = new StringBuilder("{");
        foreach (var character in expression.ToString())
        {
            if (name.Length >= MaximumLength)
                break;
            if (SqlCharacters.IsIdentifierPart(character) && character != '$')
                name.Append(character);
            else if (name[name.Length - 1] is not ('{' or '.'))
                name.Append('.');
        }

        return name.Length == 1 ? "{value}" : name.Append('}').ToString();
    }
}
