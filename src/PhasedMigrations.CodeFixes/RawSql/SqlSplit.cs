using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>Cuts the text of one call, statement by statement. Only what stands between two statements is changed.</summary>
internal static class SqlSplit
{
    /// <summary>Every statement gets a call of its own, outside of the migration's transaction; null when the text cannot be cut.</summary>
    public static IReadOnlyList<TextChange>? IntoSuppressedCalls(SqlCall sql, SourceLayout layout)
    {
        TextChange[] suppress = sql.IsSuppressed ? [] : [ArgumentText.Set(sql.Call, "suppressTransaction", "true", after: "sql", layout)];
        if (sql.Statements.Count == 1)
            return suppress;
        if (sql.Literal is not { } literal)
            return null;

        var statement = sql.Call.Statement;
        var head = Part(TextSpan.FromBounds(statement.SpanStart, literal.Syntax.SpanStart));
        var tail = Part(TextSpan.FromBounds(literal.Syntax.Span.End, statement.Span.End));
        var (closing, opening) = literal.Delimiters;
        var between = closing + tail + layout.NewLine + layout.NewLine + layout.IndentOf(statement) + head + opening;

        var changes = new List<TextChange>(suppress);
        for (var index = 1; index < sql.Statements.Count; index++)
        {
            if (LiteralText.Between(literal.After(sql.EndOf(index - 1)), literal.Before(sql.StartOf(index))) is not { } gap)
                return null;
            changes.Add(new TextChange(gap, between));
        }

        return changes;

        string Part(TextSpan span) => layout.Changed(span, [.. suppress.Where(change => span.Contains(change.Span))]);
    }

    /// <summary>Takes one of several statements out of the text; null when the text cannot be cut.</summary>
    public static TextChange? Remove(FlaggedSql flagged)
    {
        var (sql, index) = (flagged.Sql, flagged.Index);
        if (sql.Literal is not { } literal)
            return null;

        var span = index < sql.Statements.Count - 1
            ? LiteralText.Between(literal.Before(sql.StartOf(index)), literal.Before(sql.StartOf(index + 1)))
            : LiteralText.Between(literal.After(sql.EndOf(index - 1)), literal.After(sql.Text.TrimEnd().Length));
        return span is { } known ? new TextChange(known, string.Empty) : null;
    }
}
