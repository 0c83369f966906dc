using System.Globalization;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Dialects;

/// <summary>
/// What the text of a Designer file or model snapshot tells about its database. Such files run to megabytes, so they are read
/// from the front, in pieces, and only until the answer is found.
/// </summary>
internal static class ModelText
{
    private const int PieceLength = 4 * 1024;

    private const string IdentifierLength = "Relational:MaxIdentifierLength\",";
    private const string ColumnType = "HasColumnType(\"";

    public static Dialect DialectOf(SourceText source, CancellationToken cancellationToken)
    {
        for (var start = 0; start < source.Length; start += PieceLength)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = source.ToString(new TextSpan(start, Math.Min(PieceLength, source.Length - start)));
            if (DialectOf(piece) is not Dialect.Unknown and var dialect)
                return dialect;
        }

        return Dialect.Unknown;
    }

    private static Dialect DialectOf(string piece)
    {
        var dialect = OfIdentifierLength(piece);
        if (dialect == Dialect.Unknown)
            dialect = DialectMarks.OfExtensions(piece);
        if (dialect == Dialect.Unknown)
            dialect = DialectMarks.MostFrequent(ColumnTypesIn(piece).Select(DialectMarks.OfStoreType));
        return dialect == Dialect.Unknown ? DialectMarks.OfAnnotations(piece) : dialect;
    }

    /// <summary><c>HasAnnotation("Relational:MaxIdentifierLength", 63)</c>.</summary>
    private static Dialect OfIdentifierLength(string piece)
    {
        var start = piece.IndexOf(IdentifierLength, StringComparison.Ordinal);
        if (start < 0)
            return Dialect.Unknown;

        start += IdentifierLength.Length;
        while (start < piece.Length && char.IsWhiteSpace(piece[start]))
            start++;
        var end = start;
        while (end < piece.Length && piece[end] is >= '0' and <= '9')
            end++;
        return int.TryParse(piece.Substring(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? DialectMarks.OfMaximumIdentifierLength(length)
            : Dialect.Unknown;
    }

    private static IEnumerable<string> ColumnTypesIn(string piece)
    {
        for (var at = piece.IndexOf(ColumnType, StringComparison.Ordinal); at >= 0; at = piece.IndexOf(ColumnType, at, StringComparison.Ordinal))
        {
            at += ColumnType.Length;
            var end = piece.IndexOf("\")", at, StringComparison.Ordinal);
            if (end > at)
                yield return piece.Substring(at, end - at);
        }
    }
}
