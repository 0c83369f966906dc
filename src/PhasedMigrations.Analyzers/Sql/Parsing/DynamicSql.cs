using System.Text;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// The SQL that EXECUTE of PL/pgSQL runs, as far as constants tell: a literal, a concatenation, format('…', …). Whatever is
/// computed becomes a placeholder, so that the statement is seen even where a name in it is not known.
/// </summary>
internal static class DynamicSql
{
    private const string Placeholder = "{0}";

    /// <summary>Reads EXECUTE expression [INTO …] [USING …], which ends at <paramref name="end"/>.</summary>
    public static IReadOnlyList<SqlStatement> Read(TokenCursor cursor, int end)
    {
        var start = cursor.Position;
        cursor.Skip();
        var expressionStart = cursor.Position;
        while (cursor.Position < end && !cursor.Is(Keyword.Into) && !cursor.Is(Keyword.Using))
        {
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }

        var expressionEnd = cursor.Position;
        cursor.Position = end;
        var span = cursor.SpanFrom(start);
        cursor.Position = expressionStart;
        if (expressionEnd == expressionStart + 1 && TokenCursor.IsStringLiteral(cursor.Current.Kind))
            return RoutineBodyReader.Statements(cursor, cursor.Current);

        var text = TextOf(cursor, expressionEnd);
        return text is null
            ? [new UnanalysedStatement(span)]
            : SqlParser.Parse(new SqlSource(text, span), 0, text.Length, cursor.Names, cursor.Depth + 1);
    }

    /// <summary>Null when nothing in the expression is constant.</summary>
    private static string? TextOf(TokenCursor cursor, int end)
    {
        var text = new StringBuilder();
        var hasConstant = false;
        while (cursor.Position < end)
        {
            if (cursor.TryString(out var constant))
            {
                text.Append(constant);
                hasConstant = true;
            }
            else if (cursor.IsWord("format") && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
            {
                hasConstant |= TryFormat(cursor, text);
            }
            else
            {
                text.Append(Placeholder);
            }

            SkipOperand(cursor, end);
        }

        return hasConstant ? text.ToString() : null;
    }

    /// <summary>Stops behind the next || outside parentheses.</summary>
    private static void SkipOperand(TokenCursor cursor, int end)
    {
        while (cursor.Position < end && !cursor.AcceptOperator("||"))
        {
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }
    }

    private static bool TryFormat(TokenCursor cursor, StringBuilder text)
    {
        cursor.Skip();
        var end = cursor.EndOfGroup();
        cursor.Skip();
        var isConstant = cursor.TryString(out var format);
        cursor.Position = end;
        text.Append(isConstant ? WithPlaceholders(format!) : Placeholder);
        return isConstant;
    }

    /// <summary>%I, %L, %s, %1$I, %-10s: each is a value of the moment. %% is a percent sign.</summary>
    private static string WithPlaceholders(string format)
    {
        var text = new StringBuilder(format.Length);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            var specifier = i + 1;
            while (specifier < format.Length && (char.IsDigit(format[specifier]) || format[specifier] is '$' or '-' or '*'))
                specifier++;
            text.Append(specifier < format.Length && format[specifier] == '%' ? "%" : Placeholder);
            i = specifier;
        }

        return text.ToString();
    }
}
