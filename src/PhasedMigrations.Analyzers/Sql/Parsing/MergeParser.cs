using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class MergeParser
{
    public static DataStatement? Read(TokenCursor cursor)
    {
        if (!cursor.Accept(Keyword.Merge, Keyword.Into) || !cursor.TryTable(out var table))
            return null;
        DataParser.Alias(cursor, Keyword.Using);
        if (!cursor.Is(Keyword.Using))
            return null;

        var listedRows = ListedRows.After(cursor);
        var assignments = new List<SqlAssignment>();
        var (inserts, updates, deletes) = (false, false, false);
        while (!cursor.AtEnd && !cursor.Is(Keyword.Returning))
        {
            if (cursor.Accept(Keyword.Then, Keyword.Insert))
            {
                inserts = true;
            }
            else if (cursor.Accept(Keyword.Then, Keyword.Delete))
            {
                deletes = true;
            }
            else if (cursor.Accept(Keyword.Then, Keyword.Update, Keyword.Set))
            {
                updates = true;
                if (UpdateParser.Assignments(cursor, static at => at.Keyword is Keyword.When or Keyword.Returning) is not { } assigned)
                    return null;
                assignments.AddRange(assigned);
            }
            else if (!cursor.SkipParentheses())
            {
                cursor.Skip();
            }
        }

        return DataParser.SkipReturning(cursor)
            ? new MergeStatement(cursor.StatementSpan, table, inserts, updates, deletes) { Assignments = assignments, ListedRows = listedRows }
            : null;
    }
}
