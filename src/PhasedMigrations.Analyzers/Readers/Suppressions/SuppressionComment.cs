using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Parsing;

namespace PhasedMigrations.Readers.Suppressions;

/// <summary>
/// <c>-- phased:ignore PHM2001, PHM3001 reason</c> before a statement, or <c>-- phased:ignore-file …</c> anywhere, also as a block comment
/// and in the body of a DO block.
/// </summary>
/// <param name="Span">Of the comment.</param>
/// <param name="Scope">What is silenced: the statement that follows, or the whole text.</param>
internal sealed record SuppressionComment(ImmutableArray<string> RuleIds, bool HasReason, bool IsForFile, SqlSpan Span, SqlSpan Scope)
{
    private const string Mark = "phased:ignore";

    private static readonly Regex Comment = new(
        @"(--[ \t]*phased:ignore(?<file>-file)?\b(?<rest>[^\r\n]*)|/\*\s*phased:ignore(?<file>-file)?\b(?<rest>.*?)\*/)",
        RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Regex Id = new(@"\G[\s,]*(?<id>PHM\w*)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly char[] NoReason = [' ', '\t', '\r', '\n', ',', ':', '-', '.'];

    /// <summary>Costs a search for the mark in a text that has none.</summary>
    public static IReadOnlyList<SuppressionComment> In(string text) => text.IndexOf(Mark, StringComparison.Ordinal) < 0
        ? []
        : Comment.Matches(text).Cast<Match>().Select(match => Read(text, match)).ToList();

    public bool Covers(SqlSpan span) => span.Start >= Scope.Start && span.Start < Scope.End;

    private static SuppressionComment Read(string text, Match comment)
    {
        var rest = comment.Groups["rest"].Value;
        var ids = ImmutableArray.CreateBuilder<string>();
        var end = 0;
        for (var id = Id.Match(rest); id.Success; id = Id.Match(rest, end))
        {
            ids.Add(id.Groups["id"].Value.ToUpperInvariant());
            end = id.Index + id.Length;
        }

        var isForFile = comment.Groups["file"].Success;
        var span = new SqlSpan(comment.Index, comment.Length);
        return new SuppressionComment(
            ids.ToImmutable(),
            HasReason: rest.Substring(end).Trim(NoReason).Length > 0,
            isForFile,
            span,
            isForFile ? new SqlSpan(0, text.Length) : NextStatement(text, span.End));
    }

    /// <summary>From the comment to the end of the statement behind it, which is the rest of its own where the comment stands within one.</summary>
    private static SqlSpan NextStatement(string text, int start)
    {
        var splitter = new StatementSplitter(text, start, text.Length);
        return splitter.MoveNext() ? SqlSpan.FromBounds(start, Math.Max(start, splitter.Span.End)) : new SqlSpan(start, 0);
    }
}
