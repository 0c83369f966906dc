using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Queries and data changes, with their WITH clause.</summary>
internal static class DataParser
{
    public static SqlStatement? Read(TokenCursor cursor)
    {
        var start = cursor.Position;
        List<SqlStatement> commonTables = [];
        if (cursor.Accept(Keyword.With) && !TryCommonTables(cursor, commonTables))
            return null;

        // What an UPDATE assigns may be looked up with a LIMIT: that says nothing about the rows it changes.
        var limitsRows = LimitsRows(cursor, start, cursor.Is(Keyword.Update) ? cursor.Position : cursor.End);
        var statement = cursor.Keyword switch
        {
            Keyword.Insert => InsertParser.Read(cursor),
            Keyword.Update => UpdateParser.Read(cursor),
            Keyword.Delete => DeleteParser.Read(cursor),
            Keyword.Merge => MergeParser.Read(cursor),
            Keyword.Select or Keyword.Values or Keyword.Table => Query(cursor, start),
            _ => cursor.Is(SqlTokenKind.OpenParenthesis) ? Query(cursor, start) : null,
        };
        if (statement is null || (!limitsRows && commonTables.Count == 0))
            return statement;
        return statement with { CommonTables = commonTables, LimitsRows = limitsRows || statement.LimitsRows };
    }

    /// <summary>RETURNING and everything after it.</summary>
    public static bool SkipReturning(TokenCursor cursor)
    {
        if (cursor.Is(Keyword.Returning))
            cursor.SkipAll();
        return cursor.AtEnd;
    }

    /// <summary>[AS] alias, where a word of <paramref name="next"/> is none.</summary>
    public static string? Alias(TokenCursor cursor, Keyword next)
    {
        string? alias = null;
        if (cursor.Accept(Keyword.As))
            cursor.TryName(out alias);
        else if (!cursor.Is(next))
            cursor.TryName(out alias);
        return alias;
    }

    /// <summary>name [(columns)] AS [[NOT] MATERIALIZED] (statement) [SEARCH …] [CYCLE …], ….</summary>
    private static bool TryCommonTables(TokenCursor cursor, List<SqlStatement> dataChanges)
    {
        cursor.Accept(Keyword.Recursive);
        do
        {
            if (!cursor.TryName(out _))
                return false;
            cursor.SkipParentheses();
            if (!cursor.Accept(Keyword.As))
                return false;
            cursor.Accept(Keyword.Not);
            cursor.Accept(Keyword.Materialized);
            if (!cursor.Is(SqlTokenKind.OpenParenthesis))
                return false;

            var end = cursor.EndOfGroup();
            cursor.Skip();
            if (cursor.Position < end - 1 && cursor.Keyword is Keyword.Insert or Keyword.Update or Keyword.Delete or Keyword.Merge or Keyword.With)
            {
                var statement = cursor.ReadNested(end - 1);
                if (statement is not QueryStatement)
                    dataChanges.Add(statement);
            }

            cursor.Position = end;
            SkipSearchAndCycle(cursor);
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return true;
    }

    private static void SkipSearchAndCycle(TokenCursor cursor)
    {
        if (cursor.Keyword is not (Keyword.Search or Keyword.Cycle))
            return;

        while (!cursor.AtEnd && cursor.Keyword is not (Keyword.Select or Keyword.Insert or Keyword.Update or Keyword.Delete or Keyword.Merge
            or Keyword.Values or Keyword.Table))
        {
            // the column lists have commas of their own: the next common table is a name with a parenthesis or AS behind it
            if (cursor.Is(SqlTokenKind.Comma) && (cursor.Peek(2).Keyword == Keyword.As || cursor.Peek(2).Kind == SqlTokenKind.OpenParenthesis))
                return;
            cursor.Skip();
        }
    }

    /// <summary>A query, whose INTO creates a table.</summary>
    private static QueryStatement Query(TokenCursor cursor, int start)
    {
        Model.TableName? into = null;
        var createsTable = false;
        var mayCreate = cursor.Is(Keyword.Select);
        while (!cursor.AtEnd)
        {
            if (cursor.SkipParentheses())
                continue;
            if (mayCreate && !createsTable && cursor.Is(Keyword.Into) && cursor.Peek(-1).Kind != SqlTokenKind.Dot)
            {
                cursor.Skip();
                createsTable = true;
                while (cursor.Keyword is Keyword.Temporary or Keyword.Temp or Keyword.Unlogged or Keyword.Local or Keyword.Global or Keyword.Table)
                    cursor.Skip();
                cursor.TryQualifiedName(out into);
            }
            else
            {
                cursor.Skip();
            }
        }

        return new QueryStatement(cursor.StatementSpan, cursor.ExpressionFrom(start)!.Value, into, createsTable);
    }

    /// <summary>LIMIT n or FETCH FIRST anywhere between, LIMIT ALL aside.</summary>
    public static bool LimitsRows(TokenCursor cursor, int start, int end)
    {
        for (var ahead = start - cursor.Position; cursor.Position + ahead < end; ahead++)
        {
            switch (cursor.Peek(ahead).Keyword)
            {
                case Keyword.Limit when cursor.Peek(ahead + 1).Keyword is not (Keyword.All or Keyword.Null):
                case Keyword.Fetch when cursor.Peek(ahead + 1).Keyword is Keyword.First or Keyword.Next:
                    return true;
            }
        }

        return false;
    }
}
