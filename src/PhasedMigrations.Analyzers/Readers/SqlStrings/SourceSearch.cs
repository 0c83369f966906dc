using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>Looks for words in a source file as text: the cheapest way to leave a file alone.</summary>
internal static class SourceSearch
{
    private const int PieceLength = 16 * 1024;

    [ThreadStatic]
    private static char[]? _piece;

    public static bool MentionsAny(SourceText text, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var piece = _piece ??= new char[PieceLength];
        // Pieces overlap, so that no word is cut in two.
        var overlap = words.Count == 0 ? 0 : words.Max(word => word.Length) - 1;
        for (var start = 0; start < text.Length; start += PieceLength - overlap)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = Math.Min(PieceLength, text.Length - start);
            text.CopyTo(start, piece, 0, length);
            foreach (var word in words)
            {
                if (piece.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                    return true;
            }
        }

        return false;
    }
}
