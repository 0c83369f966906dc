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

        var tokens = new SqlTokens(flagged.Sql.Text, index.Span);
        var start = tokens[tokens.IndexOf(index.IsConcurrent ? Keyword.Concurrently : Keyword.Index)].End;
        var end = index.IfNotExists ? tokens[tokens.IndexOf(Keyword.Exists)].End : start;
        return OutsideTransaction.Plan(
            flagged,
            [new SqlEdit(start, end - start, index.IsConcurrent ? string.Empty : " CONCURRENTLY")],
            index.IfNotExists ? $"DROP INDEX CONCURRENTLY IF EXISTS {SqlText.Table(new TableName(table.Schema, name))};" : null);
    }
}
