using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Parsing;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>The tables that raw SQL of a migration creates: partitioned ones, for instance, cannot be created in another way.</summary>
internal static class RawTables
{
    /// <summary><c>CREATE [UNLOGGED | TEMP …] TABLE [IF NOT EXISTS] [schema.]name …</c>, one operation for each statement.</summary>
    public static IEnumerable<CreateTable> CreatedBy(string sql)
    {
        var statements = new StatementSplitter(sql);
        while (statements.MoveNext())
        {
            if (NameIn(statements, sql) is { } table)
                yield return new CreateTable(table);
        }
    }

    private static TableName? NameIn(StatementSplitter statement, string sql)
    {
        if (statement.Tokens[0].Keyword != Keyword.Create)
            return null;

        var position = 1;
        while (KeywordAt(statement, position) is Keyword.Unlogged or Keyword.Temp or Keyword.Temporary
            or Keyword.Global or Keyword.Local)
            position++;
        if (KeywordAt(statement, position) != Keyword.Table)
            return null;
        position++;
        if (KeywordAt(statement, position) == Keyword.If)
            position += 3;

        var name = Identifier(statement, position, sql);
        var isQualified = position + 2 < statement.Count && statement.Tokens[position + 1].Kind == SqlTokenKind.Dot;
        if (!isQualified)
            return name is null ? null : new TableName(null, name);
        return Identifier(statement, position + 2, sql) is { } table ? new TableName(name, table) : null;
    }

    private static Keyword KeywordAt(StatementSplitter statement, int position) =>
        position < statement.Count ? statement.Tokens[position].Keyword : Keyword.None;

    /// <summary>PostgreSQL folds an unquoted name to lower case.</summary>
    private static string? Identifier(StatementSplitter statement, int position, string sql)
    {
        if (position >= statement.Count)
            return null;
        var token = statement.Tokens[position];
        var text = sql.Substring(token.Start, token.Length);
        return token.Kind switch
        {
            SqlTokenKind.Identifier => text.ToLowerInvariant(),
            SqlTokenKind.QuotedIdentifier => text.Substring(1, text.Length - 2).Replace("\"\"", "\""),
            _ => null,
        };
    }
}
