using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

internal static class UpdateParser
{
    public static DataStatement? Read(TokenCursor cursor)
    {
        cursor.Skip();
        if (!cursor.TryTable(out var table))
            return null;
        if (cursor.Is(Keyword.For))
            SkipPortion(cursor);
        var alias = DataParser.Alias(cursor, Keyword.Set);
        if (!cursor.Accept(Keyword.Set) || Assignments(cursor, EndsAssignment) is not { } assignments)
            return null;

        var limitsRows = DataParser.LimitsRows(cursor, cursor.Position, cursor.End);
        var hasFrom = cursor.Is(Keyword.From);
        var listedRows = hasFrom ? ListedRows.After(cursor) : 0;
        RestrictionParser.SkipToWhere(cursor);
        return RestrictionParser.Read(cursor) is { } restriction && DataParser.SkipReturning(cursor)
            ? new UpdateStatement(cursor.StatementSpan, table, assignments, restriction)
            {
                Alias = alias,
                HasFrom = hasFrom,
                ListedRows = listedRows,
                LimitsRows = limitsRows,
            }
            : null;
    }

    /// <summary>column = expression, …, (a, b) = (…), ….</summary>
    public static List<SqlAssignment>? Assignments(TokenCursor cursor, Func<TokenCursor, bool> ends)
    {
        var assignments = new List<SqlAssignment>(2);
        do
        {
            if (Targets(cursor) is not { } columns || !cursor.AcceptOperator("=") || cursor.Expression(ends) is not { } value)
                return null;
            foreach (var column in columns)
                assignments.Add(new SqlAssignment(column, value));
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return assignments;
    }

    private static List<string?>? Targets(TokenCursor cursor)
    {
        if (cursor.Is(SqlTokenKind.OpenParenthesis))
            return TargetParser.ReadList(cursor);
        return TargetParser.TryRead(cursor, out var column) ? [column] : null;
    }

    /// <summary>FROM belongs to the expression in IS DISTINCT FROM.</summary>
    private static bool EndsAssignment(TokenCursor cursor) => cursor.Keyword switch
    {
        Keyword.Where or Keyword.Returning => true,
        Keyword.From => cursor.Peek(-1).Keyword != Keyword.Distinct,
        _ => false,
    };

    /// <summary>PostgreSQL 19: FOR PORTION OF period FROM a TO b.</summary>
    private static void SkipPortion(TokenCursor cursor)
    {
        while (!cursor.AtEnd && !cursor.Is(Keyword.Set))
        {
            if (!cursor.SkipParentheses())
                cursor.Skip();
        }
    }
}
