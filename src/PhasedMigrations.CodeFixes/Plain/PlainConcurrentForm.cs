using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>A concurrent form that PostgreSQL refuses becomes one that it takes: one index at a time, or not concurrent.</summary>
internal static class PlainConcurrentForm
{
    public static PlainPlan? Plan(FlaggedSql flagged) => flagged.Statement switch
    {
        DropStatement { Kind: ObjectKind.Index, IsConcurrent: true, IsCascade: false, Names.Count: > 1 } => OneByOne(flagged),
        DropStatement { Kind: ObjectKind.Index, IsConcurrent: true } or CreateIndexStatement { IsConcurrent: true } => NotConcurrent(flagged),
        _ => null,
    };

    /// <summary>The provider's annotation on a partitioned table.</summary>
    public static PlainPlan? Plan(FlaggedCall flagged) =>
        flagged.Call.Annotations.FirstOrDefault(annotation => annotation is { IsOld: false, Name: "Npgsql:CreatedConcurrently" }) is { } annotation
            ? new PlainPlan([new TextChange(annotation.Expression.Span, "false")], FollowUp: null)
            : null;

    private static PlainPlan? OneByOne(FlaggedSql flagged)
    {
        var tokens = new SqlTokens(flagged.Sql.Text, flagged.Statement.Span);
        var first = tokens.IndexOf(Keyword.Concurrently) + 1;
        if (tokens[first].Keyword == Keyword.If)
            first += 2;
        if (!flagged.IsAloneInCall || tokens.HasComments)
            return null;

        var commas = tokens.TopLevel().Where(index => tokens[index].Kind == SqlTokenKind.Comma);
        var head = flagged.Sql.Text.Substring(tokens[0].Start, tokens[first].Start - tokens[0].Start);
        return SqlSplit.IntoSuppressedCalls(
            flagged.Sql, flagged.Flagged.Layout, [.. commas.Select(comma => (tokens[comma - 1].End, tokens[comma + 1].Start))], head) is { } changes
            ? new PlainPlan(changes, FollowUp: null)
            : null;
    }

    private static PlainPlan? NotConcurrent(FlaggedSql flagged)
    {
        var tokens = new SqlTokens(flagged.Sql.Text, flagged.Statement.Span);
        var word = tokens.IndexOf(Keyword.Concurrently);
        var start = tokens[word - 1].End;
        return flagged.Sql.Literal?.Change(new SqlEdit(start, tokens[word].End - start, string.Empty)) is { } change
            ? new PlainPlan([change], FollowUp: null)
            : null;
    }
}
