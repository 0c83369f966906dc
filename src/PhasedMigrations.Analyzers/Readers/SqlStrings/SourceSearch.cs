using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>Looks for words in a source file as text: the cheapest way to leave a file alone.</summary>
internal static class SourceSearch
{
    private const int PieceLength = 16 * 1024;

    [ThreadStatic]
    private static char[]? _piece;

    public static bool MentionsAny(SourceText text, IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        Search(text, words, positions: null, cancellationToken);

    /// <summary>Where the words stand, in order.</summary>
    public static IReadOnlyCollection<int> PositionsOf(SourceText text, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var positions = new SortedSet<int>();
        Search(text, words, positions, cancellationToken);
        return positions;
    }

    /// <summary>Ends with the first word that it finds unless all positions are asked for.</summary>
    private static bool Search(SourceText text, IReadOnlyList<string> words, SortedSet<int>? positions, CancellationToken cancellationToken)
    {
        var buffer = _piece ??= new char[PieceLength];
        // Pieces overlap, so that no word is cut in two.
        var step = PieceLength - words.Select(word => word.Length).DefaultIfEmpty().Max();
        for (var start = 0; start < text.Length; start += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = Math.Min(PieceLength, text.Length - start);
            text.CopyTo(start, buffer, 0, length);
            foreach (var word in words)
            {
                for (var from = 0; buffer.AsSpan(from, length - from).IndexOf(word.AsSpan()) is var found and >= 0; from += found + 1)
                {
                    if (positions is null)
                        return true;
                    positions.Add(start + from + found);
                }
            }
        }

        return positions is { Count: > 0 };
    }
}
