using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class DeleteParser
{
    public static DataStatement? Read(TokenCursor cursor)
    {
        if (!cursor.Accept(Keyword.Delete, Keyword.From) || !cursor.TryTable(out var table))
            return null;

        var alias = DataParser.Alias(cursor, Keyword.Using);
        if (!cursor.AtEnd && cursor.Keyword is not (Keyword.Using or Keyword.Where or Keyword.Returning or Keyword.For))
            return null;

        var hasUsing = cursor.Is(Keyword.Using);
        var listedRows = hasUsing ? ListedRows.After(cursor) : 0;
        RestrictionParser.SkipToWhere(cursor);
        return RestrictionParser.Read(cursor) is { } restriction && DataParser.SkipReturning(cursor)
            ? new DeleteStatement(cursor.StatementSpan, table, restriction) { Alias = alias, HasUsing = hasUsing, ListedRows = listedRows }
            : null;
    }
}
