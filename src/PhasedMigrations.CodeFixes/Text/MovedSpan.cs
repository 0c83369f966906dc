using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.CodeFixes.Text;

/// <summary>Where a call or a statement of SQL stands after changes around it and within it.</summary>
internal static class MovedSpan
{
    public static TextSpan After(IReadOnlyList<TextChange> changes, TextSpan span) => new(
        span.Start + changes.Where(change => change.Span.End <= span.Start).Sum(Growth),
        span.Length + changes.Where(change => change.Span.Start > span.Start && change.Span.End < span.End).Sum(Growth));

    private static int Growth(TextChange change) => change.NewText!.Length - change.Span.Length;
}
