using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>SQL put together from pieces that the source writes. Where a piece stands is computed when something was found in it.</summary>
/// <param name="expression">What hands the text over: the place of everything that has no better one.</param>
internal sealed class WrittenSqlText(string text, List<TextPiece> pieces, SyntaxNode expression) : SqlText(text)
{
    public override Location LocationOf(SqlSpan span)
    {
        var first = pieces[IndexOf(span.Start)];
        var last = pieces[IndexOf(Math.Max(span.Start, span.End - 1))];
        var from = first.SpanOf(Math.Max(first.Start, Math.Min(span.Start, first.End)), Math.Min(span.End, first.End));
        var to = first == last ? from : last.SpanOf(last.Start, Math.Min(span.End, last.End));
        if (first.Root != last.Root)
        {
            from = first.Root == expression ? from : first.Reference.Span;
            to = last.Root == expression ? to : last.Reference.Span;
            return expression.Span.Contains(from) && expression.Span.Contains(to) && from.Start <= to.Start
                ? Locate(expression, from, to)
                : expression.GetLocation();
        }

        return from.Start <= to.Start ? Locate(first.Root, from, to) : first.Root.GetLocation();
    }

    private static Location Locate(SyntaxNode root, TextSpan from, TextSpan to) =>
        Location.Create(root.SyntaxTree, TextSpan.FromBounds(from.Start, Math.Max(from.End, to.End)));

    /// <summary>The piece that holds the character, or the nearest one.</summary>
    private int IndexOf(int position)
    {
        var low = 0;
        var high = pieces.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pieces[middle].Start <= position)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
