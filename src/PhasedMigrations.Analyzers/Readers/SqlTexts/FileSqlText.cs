using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>A file that is SQL from its first character to its last.</summary>
internal sealed class FileSqlText(string path, SourceText content) : SqlText(content.ToString())
{
    public override Location LocationOf(SqlSpan span)
    {
        var start = Math.Min(span.Start, content.Length);
        var range = TextSpan.FromBounds(start, Math.Max(start, Math.Min(span.End, content.Length)));
        return Location.Create(path, range, content.Lines.GetLinePositionSpan(range));
    }
}
