using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Dialects;

/// <summary>
/// What the text of a Designer file or model snapshot tells about its database. Such files run to megabytes, so they are read
/// from the front, in pieces, and only until the answer is found.
/// </summary>
internal static class ModelText
{
    private const int PieceLength = 16 * 1024;

    private static readonly Regex IdentifierLength = new(@"Relational:MaxIdentifierLength"",\s*(\d{1,6})", RegexOptions.CultureInvariant);
    private static readonly Regex ColumnType = new(@"HasColumnType\(""([^""]+)""\)", RegexOptions.CultureInvariant);

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
        var length = IdentifierLength.Match(piece);
        var dialect = length.Success
            ? DialectMarks.OfMaximumIdentifierLength(int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture))
            : Dialect.Unknown;
        if (dialect == Dialect.Unknown)
            dialect = DialectMarks.OfExtensions(piece);
        if (dialect == Dialect.Unknown)
            dialect = DialectMarks.MostFrequent(ColumnType.Matches(piece).Cast<Match>().Select(match => DialectMarks.OfStoreType(match.Groups[1].Value)));
        return dialect == Dialect.Unknown ? DialectMarks.OfAnnotations(piece) : dialect;
    }
}
