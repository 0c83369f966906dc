using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>CREATE [CONSTRAINT] TRIGGER, from the word after CREATE on.</summary>
internal static class TriggerParser
{
    public static SqlStatement? Create(TokenCursor cursor, bool orReplace)
    {
        var isConstraint = cursor.Accept(Keyword.Constraint);
        if (!cursor.Accept(Keyword.Trigger) || !cursor.TryName(out var name))
            return null;

        while (!cursor.AtEnd && !cursor.Is(Keyword.On))
            cursor.Skip(); // when, and the events with their columns
        if (!cursor.Accept(Keyword.On) || !cursor.TryQualifiedName(out var table))
            return null;

        var isForEachRow = false;
        while (!cursor.AtEnd && !cursor.Is(Keyword.Execute))
        {
            if (cursor.Accept(Keyword.For))
            {
                cursor.Accept(Keyword.Each);
                isForEachRow = cursor.Is(Keyword.Row);
            }
            else if (!cursor.SkipParentheses())
            {
                cursor.Skip();
            }
        }

        cursor.Skip();
        if (!(cursor.Accept(Keyword.Function) || cursor.Accept(Keyword.Procedure)) || !cursor.TryQualifiedName(out var function))
            return null;
        return cursor.SkipParentheses()
            ? new CreateTriggerStatement(cursor.StatementSpan, name, table, function)
            {
                OrReplace = orReplace,
                IsConstraint = isConstraint,
                IsForEachRow = isForEachRow,
            }
            : null;
    }
}
