using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>CREATE [MATERIALIZED] VIEW, from the word after CREATE on.</summary>
internal static class ViewParser
{
    public static SqlStatement? Create(TokenCursor cursor, bool orReplace, bool isTemporary)
    {
        cursor.Accept(Keyword.Recursive);
        var isMaterialized = cursor.Accept(Keyword.Materialized);
        if (!cursor.Accept(Keyword.View))
            return null;
        if (isMaterialized)
            cursor.AcceptIfNotExists();
        if (!cursor.TryQualifiedName(out var view))
            return null;

        cursor.SkipParentheses();
        if (cursor.Accept(Keyword.Using) && !cursor.TryName(out _))
            return null;
        if (cursor.Accept(Keyword.With) && !cursor.SkipParentheses())
            return null;
        if (cursor.Accept(Keyword.TableSpace) && !cursor.TryName(out _))
            return null;
        if (!cursor.Accept(Keyword.As))
            return null;

        var start = cursor.Position;
        cursor.SkipAll();
        var isWithoutRows = isMaterialized
            && cursor.Peek(-1).Keyword == Keyword.Data
            && cursor.Peek(-2).Keyword == Keyword.No
            && cursor.Peek(-3).Keyword == Keyword.With;
        return cursor.ExpressionFrom(start) is { } query
            ? new CreateViewStatement(cursor.StatementSpan, view, query)
            {
                IsMaterialized = isMaterialized,
                IsTemporary = isTemporary,
                OrReplace = orReplace,
                IsWithoutRows = isWithoutRows,
            }
            : null;
    }
}
