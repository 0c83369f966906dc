using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>The commands on whole tables: TRUNCATE, LOCK, VACUUM, ANALYZE, CLUSTER, REFRESH, COPY, EXPLAIN, PREPARE.</summary>
internal static class CommandParser
{
    public static SqlStatement? Truncate(TokenCursor cursor)
    {
        cursor.Skip();
        cursor.Accept(Keyword.Table);
        if (!cursor.TryQualifiedNames(out var tables))
            return null;
        if (cursor.Is(Keyword.Restart) || cursor.Is(Keyword.Continue))
            cursor.Position += 2; // … IDENTITY
        return new TruncateStatement(cursor.StatementSpan, tables, cursor.AcceptCascade());
    }

    public static SqlStatement? Lock(TokenCursor cursor)
    {
        cursor.Skip();
        cursor.Accept(Keyword.Table);
        if (!cursor.TryQualifiedNames(out var tables))
            return null;

        LockMode? mode = LockMode.AccessExclusive;
        if (cursor.Accept(Keyword.In))
        {
            mode = Mode(cursor);
            if (!cursor.Accept(Keyword.Mode))
                return null;
        }

        cursor.Accept(Keyword.NoWait);
        return new LockStatement(cursor.StatementSpan, tables, mode);
    }

    public static SqlStatement? Vacuum(TokenCursor cursor)
    {
        cursor.Skip();
        if (!OptionList.TryRead(cursor, "full", out var isFull))
        {
            isFull = cursor.Accept(Keyword.Full);
            cursor.Accept(Keyword.Freeze);
            cursor.Accept(Keyword.Verbose);
            if (!cursor.Accept(Keyword.Analyze))
                cursor.Accept(Keyword.Analyse);
        }

        return Tables(cursor) is { } tables ? new VacuumStatement(cursor.StatementSpan, tables, isFull) : null;
    }

    public static SqlStatement? Analyze(TokenCursor cursor)
    {
        cursor.Skip();
        if (!OptionList.TryRead(cursor, "verbose", out _))
            cursor.Accept(Keyword.Verbose);
        return Tables(cursor) is { } tables ? new AnalyzeStatement(cursor.StatementSpan, tables) : null;
    }

    public static SqlStatement? Cluster(TokenCursor cursor)
    {
        cursor.Skip();
        if (!OptionList.TryRead(cursor, "verbose", out _))
            cursor.Accept(Keyword.Verbose);
        if (cursor.AtEnd)
            return new ClusterStatement(cursor.StatementSpan, Table: null, NamesTable: false);
        if (!cursor.TryQualifiedName(out var table))
            return null;

        if (cursor.Accept(Keyword.Using))
            return cursor.TryName(out _) ? new ClusterStatement(cursor.StatementSpan, table, NamesTable: true) : null;
        if (cursor.Accept(Keyword.On) && !cursor.TryQualifiedName(out table)) // CLUSTER index ON table, before 8.3
            return null;
        return new ClusterStatement(cursor.StatementSpan, table, NamesTable: true);
    }

    public static SqlStatement? Refresh(TokenCursor cursor)
    {
        if (!cursor.Accept(Keyword.Refresh, Keyword.Materialized, Keyword.View))
            return null;
        var isConcurrent = cursor.Accept(Keyword.Concurrently);
        if (!cursor.TryQualifiedName(out var view))
            return null;

        var isWithoutRows = cursor.Accept(Keyword.With, Keyword.No, Keyword.Data);
        if (!isWithoutRows)
            cursor.Accept(Keyword.With, Keyword.Data);
        return new RefreshMaterializedViewStatement(cursor.StatementSpan, view, isConcurrent, isWithoutRows);
    }

    public static SqlStatement? Copy(TokenCursor cursor)
    {
        cursor.Skip();
        cursor.Accept(Keyword.Binary);
        TableName? table = null;
        if (!cursor.SkipParentheses())
        {
            if (!cursor.TryQualifiedName(out table))
                return null;
            cursor.SkipParentheses();
        }

        if (cursor.Keyword is not (Keyword.From or Keyword.To))
            return null;
        var isFrom = cursor.Is(Keyword.From);
        cursor.SkipAll();
        return new CopyStatement(cursor.StatementSpan, table, isFrom);
    }

    public static SqlStatement? Explain(TokenCursor cursor)
    {
        cursor.Skip();
        if (!OptionList.TryRead(cursor, "analyze", out var isAnalyze))
        {
            isAnalyze = cursor.Accept(Keyword.Analyze) || cursor.Accept(Keyword.Analyse);
            cursor.Accept(Keyword.Verbose);
        }

        return cursor.AtEnd ? null : new ExplainStatement(cursor.StatementSpan, isAnalyze, cursor.ReadNested(cursor.End));
    }

    public static SqlStatement? Prepare(TokenCursor cursor)
    {
        cursor.Skip();
        if (!cursor.TryName(out var name))
            return null;
        cursor.SkipParentheses();
        return cursor.Accept(Keyword.As) && !cursor.AtEnd
            ? new PrepareStatement(cursor.StatementSpan, name, cursor.ReadNested(cursor.End))
            : null;
    }

    /// <summary>Tables with optional column lists, or none at all.</summary>
    private static List<TableName?>? Tables(TokenCursor cursor)
    {
        var tables = new List<TableName?>();
        if (cursor.AtEnd)
            return tables;
        do
        {
            if (!cursor.TryTable(out var table))
                return null;
            tables.Add(table);
            cursor.SkipParentheses();
        }
        while (cursor.Accept(SqlTokenKind.Comma));

        return tables;
    }

    private static LockMode? Mode(TokenCursor cursor)
    {
        if (cursor.Accept(Keyword.Access, Keyword.Share))
            return LockMode.AccessShare;
        if (cursor.Accept(Keyword.Access, Keyword.Exclusive))
            return LockMode.AccessExclusive;
        if (cursor.Accept(Keyword.Row, Keyword.Share))
            return LockMode.RowShare;
        if (cursor.Accept(Keyword.Row, Keyword.Exclusive))
            return LockMode.RowExclusive;
        if (cursor.Accept(Keyword.Share, Keyword.Update, Keyword.Exclusive))
            return LockMode.ShareUpdateExclusive;
        if (cursor.Accept(Keyword.Share, Keyword.Row, Keyword.Exclusive))
            return LockMode.ShareRowExclusive;
        if (cursor.Accept(Keyword.Share))
            return LockMode.Share;
        return cursor.Accept(Keyword.Exclusive) ? LockMode.Exclusive : null;
    }
}
