using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Readers;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Bench.Throughput;

/// <summary>Places in a file, as line and column.</summary>
internal sealed class SqlFileText(SqlFile file) : SqlText(file.Text)
{
    private readonly SourceText _source = SourceText.From(file.Text);

    public override Location LocationOf(SqlSpan span)
    {
        var text = new TextSpan(span.Start, span.Length);
        return Location.Create(file.Path, text, _source.Lines.GetLinePositionSpan(text));
    }
}
