using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>Cuts the text of one call, statement by statement. Only what stands between two statements is changed.</summary>
internal static class SqlSplit
{
    /// <summary>Every statement gets a call of its own, outside of the migration's transaction; null when the text cannot be cut.</summary>
    public static IReadOnlyList<TextChange>? IntoSuppressedCalls(SqlCall sql, SourceLayout layout) => IntoSuppressedCalls(
        sql, layout, [.. Enumerable.Range(1, sql.Statements.Count - 1).Select(index => (sql.EndOf(index - 1), sql.StartOf(index)))], string.Empty);

    /// <param name="gaps">What stands between two parts, and goes.</param>
    /// <param name="head">How the SQL of every part but the first begins.</param>
    public static IReadOnlyList<TextChange>? IntoSuppressedCalls(
        SqlCall sql, SourceLayout layout, IReadOnlyList<(int Start, int End)> gaps, string head)
    {
        TextChange[] suppress = sql.IsSuppressed ? [] : [ArgumentText.Set(sql.Call, "suppressTransaction", "true", after: "sql", layout)];
        if (gaps.Count == 0)
            return suppress;
        if (sql.Literal is not { } literal || literal.Encode(head) is not { } written)
            return null;

        var statement = sql.Call.Statement;
        var opened = Part(TextSpan.FromBounds(statement.SpanStart, literal.Syntax.SpanStart));
        var tail = Part(TextSpan.FromBounds(literal.Syntax.Span.End, statement.Span.End));
        var (closing, opening) = literal.Delimiters;
        var between = closing + tail + layout.NewLine + layout.NewLine + layout.IndentOf(statement) + opened + opening + written;

        var changes = new List<TextChange>(suppress);
        foreach (var (start, end) in gaps)
        {
            if (LiteralText.Between(literal.After(start), literal.Before(end)) is not { } gap)
                return null;
            changes.Add(new TextChange(gap, between));
        }

        return changes;

        string Part(TextSpan span) => layout.Changed(span, [.. suppress.Where(change => span.Contains(change.Span))]);
    }
}
