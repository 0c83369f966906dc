using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>CREATE INDEX in raw SQL becomes concurrent. An invalid leftover of an earlier attempt is dropped first where its name may exist.</summary>
internal static class ConcurrentIndexSql
{
    public static PlainPlan? Plan(FlaggedSql flagged)
    {
        if (flagged.Statement is not CreateIndexStatement { IsOnly: false, Name: { } name, Table: { } table } index)
            return null;

        var start = EndOfWord(flagged, index.IsConcurrent ? Keyword.Concurrently : Keyword.Index);
        var end = index.IfNotExists ? EndOfWord(flagged, Keyword.Exists) : start;
        return OutsideTransaction.Plan(
            flagged,
            [new SqlEdit(start, end - start, index.IsConcurrent ? string.Empty : " CONCURRENTLY")],
            index.IfNotExists ? $"DROP INDEX CONCURRENTLY IF EXISTS {SqlText.Table(new TableName(table.Schema, name))};" : null);
    }

    private static int EndOfWord(FlaggedSql flagged, Keyword word)
    {
        var lexer = new SqlLexer(flagged.Sql.Text, flagged.Statement.Span.Start, flagged.Statement.Span.End);
        var token = lexer.Next();
        while (token.Keyword != word && token.Kind != SqlTokenKind.End)
            token = lexer.Next();
        return token.End;
    }
}
